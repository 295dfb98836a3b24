/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.KafkaException;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.store.StoreFigures;

/**
 * Creates the topics of a queue where they are missing, and looks into them. Any thread.
 */
final class KafkaTopics {

	private static final Log logger = LogFactory.getLog(SafeQueue.class);

	private static final long TIMEOUT_MILLIS = 4000;

	/** As much as the figures of any store count. */
	private static final long MOST_COUNTED = 10_000;

	private final String queue;

	private final KafkaQueueSettings settings;

	private final Supplier<Admin> admin;

	private boolean created;

	KafkaTopics(String queue, KafkaQueueSettings settings, Supplier<Admin> admin) {
		this.queue = queue;
		this.settings = settings;
		this.admin = admin;
	}

	/**
	 * Return how many records are not committed, and how many dead letters there are.
	 * @throws KafkaException if the broker does not answer
	 */
	synchronized StoreFigures figures() {
		Admin admin = this.admin.get();
		create(admin);
		List<TopicPartition> items = partitions(admin, this.settings.topic());
		Map<TopicPartition, Long> ends = offsets(admin, items, OffsetSpec.latest());
		Map<TopicPartition, Long> begins = offsets(admin, items, OffsetSpec.earliest());
		Map<TopicPartition, OffsetAndMetadata> committed = get(
				admin.listConsumerGroupOffsets(this.settings.group()).partitionsToOffsetAndMetadata());
		long waiting = 0;
		for (TopicPartition partition : items) {
			OffsetAndMetadata done = committed.get(partition);
			long from = Math.max(begins.getOrDefault(partition, 0L), (done != null) ? done.offset() : 0);
			waiting += Math.max(0, ends.getOrDefault(partition, 0L) - from);
		}
		List<TopicPartition> letters = partitions(admin, this.settings.deadLetterTopic());
		long dead = sum(offsets(admin, letters, OffsetSpec.latest()))
				- sum(offsets(admin, letters, OffsetSpec.earliest()));
		return new StoreFigures(Math.min(waiting, MOST_COUNTED), waiting > MOST_COUNTED, Duration.ZERO, dead);
	}

	private static long sum(Map<TopicPartition, Long> offsets) {
		return offsets.values().stream().mapToLong(Long::longValue).sum();
	}

	/**
	 * Create the topics with as many partitions and replicas as the broker's defaults
	 * say. Topics that exist stay as they are, such as those of {@code NewTopic} beans.
	 */
	private void create(Admin admin) {
		if (this.created) {
			return;
		}
		int partitions = create(admin, this.settings.topic(), null);
		create(admin, this.settings.deadLetterTopic(), partitions);
		this.created = true;
	}

	/** Create a topic, and return how many partitions it has. */
	private int create(Admin admin, String topic, @Nullable Integer partitions) {
		int found = partitions(admin, topic).size();
		if (found > 0) {
			return found;
		}
		try {
			get(admin.createTopics(List.of(new NewTopic(topic, Optional.ofNullable(partitions), Optional.empty())))
				.all());
			logger.info("Queue '%s': created the topic '%s'".formatted(this.queue, topic));
		}
		catch (KafkaException ex) {
			if (ex.getCause() instanceof AuthorizationException) {
				logger.warn(("Queue '%s': the topic '%s' is missing and may not be created by this application."
						+ " Create it, or grant the right to")
					.formatted(this.queue, topic));
			}
			else if (!(ex.getCause() instanceof TopicExistsException)) {
				throw ex;
			}
		}
		return Math.max(1, partitions(admin, topic).size());
	}

	private List<TopicPartition> partitions(Admin admin, String topic) {
		try {
			TopicDescription description = get(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
			List<TopicPartition> partitions = new ArrayList<>();
			if (description != null) {
				description.partitions()
					.forEach((partition) -> partitions.add(new TopicPartition(topic, partition.partition())));
			}
			return partitions;
		}
		catch (KafkaException ex) {
			if (ex.getCause() instanceof UnknownTopicOrPartitionException) {
				return List.of();
			}
			throw ex;
		}
	}

	private Map<TopicPartition, Long> offsets(Admin admin, List<TopicPartition> partitions, OffsetSpec which) {
		Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
		partitions.forEach((partition) -> asked.put(partition, which));
		Map<TopicPartition, Long> offsets = new HashMap<>();
		get(admin.listOffsets(asked).all()).forEach((partition, found) -> offsets.put(partition, found.offset()));
		return offsets;
	}

	private <T> T get(KafkaFuture<T> future) {
		try {
			return future.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			throw new KafkaException("Queue '%s': Kafka was asked in vain".formatted(this.queue), ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new KafkaException("Queue '%s': Kafka does not answer".formatted(this.queue), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new KafkaException("Queue '%s': interrupted before Kafka answered".formatted(this.queue), ex);
		}
	}

}
