/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.listener.AcknowledgingMessageListener;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.support.Acknowledgment;

import io.github.safequeue.store.Delivery;

/**
 * Receives the records of a topic by a listener container of Spring's and hands them
 * over. The container's thread polls, commits and rebalances, whatever handlers do; a
 * partition of which too much waits here is paused. Any thread.
 */
final class KafkaReceiver implements AcknowledgingMessageListener<String, String>, ConsumerAwareRebalanceListener {

	/** How long acknowledgements wait for their commit where nothing is polled. */
	private static final long POLL_MILLIS = 100;

	/** From how many items on that wait here a partition is not polled. */
	private static final int MOST_WAITING = 2000;

	private static final long CLOSE_MILLIS = 5000;

	private static final Duration AUTHORIZATION_RETRY = Duration.ofSeconds(10);

	private final KafkaMessageListenerContainer<String, String> container;

	/** How long to wait for calls before a partition is given away. */
	private final long revocationNanos;

	private final Map<TopicPartition, KafkaPartition> partitions = new ConcurrentHashMap<>();

	private volatile @Nullable Consumer<Delivery> receiver;

	private volatile boolean delivering;

	private volatile boolean closed;

	KafkaReceiver(String queue, KafkaQueueSettings settings, ConsumerFactory<String, String> consumers,
			Duration maxPollInterval) {
		this.revocationNanos = maxPollInterval.toNanos() / 2;
		ContainerProperties properties = new ContainerProperties(settings.topic());
		properties.setGroupId(settings.group());
		properties.setAckMode(AckMode.MANUAL);
		properties.setPollTimeout(POLL_MILLIS);
		properties.setShutdownTimeout(CLOSE_MILLIS);
		properties.setAuthExceptionRetryInterval(AUTHORIZATION_RETRY);
		properties.setMessageListener(this);
		properties.setConsumerRebalanceListener(this);
		this.container = new KafkaMessageListenerContainer<>(consumers, properties);
		this.container.setBeanName("safequeue-" + queue + "-kafka");
	}

	synchronized void start(Consumer<Delivery> receiver) {
		this.receiver = receiver;
		this.delivering = true;
		this.container.resume();
		ensureRunning();
	}

	/**
	 * Start the container where it should run and does not, as after an address that
	 * could not be resolved.
	 */
	synchronized void ensureRunning() {
		if (this.delivering && !this.closed && !this.container.isRunning()) {
			this.container.start();
		}
	}

	synchronized void stop() {
		this.delivering = false;
		this.container.pause();
	}

	void close() {
		this.closed = true;
		this.container.stop();
	}

	@Override
	public void onMessage(ConsumerRecord<String, String> record, @Nullable Acknowledgment acknowledgment) {
		Consumer<Delivery> receiver = this.receiver;
		if (receiver == null || acknowledgment == null) {
			throw new IllegalStateException("The container delivers before it is started, or without acknowledgement");
		}
		KafkaPartition partition = find(new TopicPartition(record.topic(), record.partition()));
		partition.delivered();
		receiver.accept(new KafkaDelivery(partition, record, acknowledgment));
	}

	private void poll(TopicPartition partition, boolean wanted) {
		if (!wanted) {
			this.container.pausePartition(partition);
			return;
		}
		this.container.resumePartition(partition);
		if (this.delivering) {
			// Wakes the thread that polls.
			this.container.resume();
		}
	}

	/** Calls may end, and their acknowledgements are committed after this. */
	@Override
	public void onPartitionsRevokedBeforeCommit(org.apache.kafka.clients.consumer.Consumer<?, ?> consumer,
			Collection<TopicPartition> revoked) {
		long deadline = System.nanoTime() + ((this.closed) ? 0 : this.revocationNanos);
		revoked.forEach((partition) -> find(partition).leave());
		try {
			for (TopicPartition partition : revoked) {
				find(partition).awaitCalls(deadline);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		lose(revoked);
	}

	@Override
	public void onPartitionsLost(org.apache.kafka.clients.consumer.Consumer<?, ?> consumer,
			Collection<TopicPartition> lost) {
		lose(lost);
	}

	private void lose(Collection<TopicPartition> lost) {
		for (TopicPartition partition : lost) {
			find(partition).lose();
			this.partitions.remove(partition);
			this.container.resumePartition(partition);
		}
	}

	private KafkaPartition find(TopicPartition partition) {
		return this.partitions.computeIfAbsent(partition, this::newPartition);
	}

	private KafkaPartition newPartition(TopicPartition partition) {
		return new KafkaPartition(partition, MOST_WAITING, this::poll);
	}

}
