/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.brokered;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import tools.jackson.databind.json.JsonMapper;

import io.github.safequeue.faults.ledger.LedgerItem;
import io.github.safequeue.testing.KafkaServer;

/**
 * Kafka: a place is a topic, and the name of its consumers' group.
 */
final class KafkaBroker implements Broker {

	private static final int ASKING_SECONDS = 20;

	private final KafkaServer server;

	KafkaBroker(Path directory) {
		this.server = new KafkaServer(directory);
	}

	/** A killed process is missed after six seconds, the least that the server takes. */
	@Override
	public List<String> properties() {
		return List.of("--spring.kafka.bootstrap-servers=" + this.server.bootstrapServers(),
				"--spring.kafka.consumer.properties.session.timeout.ms=6000",
				"--spring.kafka.consumer.properties.heartbeat.interval.ms=1000",
				"--logging.level.org.apache.kafka=error");
	}

	@Override
	public List<String> properties(String queue, String place, boolean keyed) {
		String prefix = "--safequeue.queues." + queue;
		return List.of(prefix + ".store=kafka", prefix + ".kafka.topic=" + place, prefix + ".kafka.group-id=" + place);
	}

	@Override
	public void create(String place) {
		try (Admin admin = this.server.admin()) {
			get(admin.createTopics(List.of(new NewTopic(place, Optional.empty(), Optional.empty()),
					new NewTopic(place + "-dlt", Optional.empty(), Optional.empty())))
				.all());
		}
	}

	@Override
	public boolean isDrained(String place) {
		try (Admin admin = this.server.admin()) {
			Map<TopicPartition, OffsetAndMetadata> done = get(
					admin.listConsumerGroupOffsets(place).partitionsToOffsetAndMetadata());
			return get(admin
				.listOffsets(partitions(place).stream()
					.collect(Collectors.toMap((partition) -> partition, (partition) -> OffsetSpec.latest())))
				.all()).entrySet().stream().allMatch((end) -> {
					OffsetAndMetadata offset = done.get(end.getKey());
					return end.getValue().offset() <= ((offset != null) ? offset.offset() : 0);
				});
		}
	}

	private static List<TopicPartition> partitions(String topic) {
		return IntStream.range(0, KafkaServer.PARTITIONS)
			.mapToObj((partition) -> new TopicPartition(topic, partition))
			.toList();
	}

	private static <T> T get(KafkaFuture<T> future) {
		try {
			return future.get(ASKING_SECONDS, TimeUnit.SECONDS);
		}
		catch (ExecutionException | TimeoutException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public List<LedgerItem> deadLetters(String place) {
		JsonMapper mapper = new JsonMapper();
		List<LedgerItem> letters = new ArrayList<>();
		try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
				Map.of("bootstrap.servers", this.server.bootstrapServers()), new StringDeserializer(),
				new StringDeserializer())) {
			List<TopicPartition> partitions = partitions(place + "-dlt");
			consumer.assign(partitions);
			consumer.seekToBeginning(partitions);
			Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
			while (ends.entrySet().stream().anyMatch((end) -> consumer.position(end.getKey()) < end.getValue())) {
				consumer.poll(Duration.ofMillis(100))
					.forEach((letter) -> letters.add(mapper.readValue(letter.value(), LedgerItem.class)));
			}
		}
		return letters;
	}

	@Override
	public void kill() {
		this.server.kill();
	}

	@Override
	public void start() {
		this.server.start();
	}

	@Override
	public void close() {
		this.server.close();
	}

}
