/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.properties;

import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.autoconfigure.properties.SafeQueueProperties.Defaults;
import io.github.safequeue.autoconfigure.properties.SafeQueueProperties.Jdbc;
import io.github.safequeue.autoconfigure.properties.SafeQueueProperties.Kafka;
import io.github.safequeue.autoconfigure.properties.SafeQueueProperties.Logging;
import io.github.safequeue.autoconfigure.properties.SafeQueueProperties.Queue;
import io.github.safequeue.autoconfigure.properties.SafeQueueProperties.Rabbit;
import io.github.safequeue.autoconfigure.properties.SafeQueueProperties.Retry;
import io.github.safequeue.autoconfigure.properties.SafeQueueProperties.RetryDefaults;

/**
 * Refuses at start-up values that no queue can work with.
 */
public final class SafeQueuePropertiesValidator {

	/** The greatest number of workers of a queue. */
	public static final int MAX_CONCURRENCY = 10_000;

	private SafeQueuePropertiesValidator() {
	}

	/**
	 * Check all values.
	 * @param properties the properties
	 * @throws SafeQueueConfigurationException if one is bad
	 */
	public static void validate(SafeQueueProperties properties) {
		Defaults defaults = properties.defaults();
		validate(defaults);
		properties.queues().forEach((name, queue) -> validate(name, queue, defaults));
		new PropertyCheck(null, (property) -> "safequeue.shutdown." + property).range(ValueRange.DRAIN_TIMEOUT,
				properties.shutdown().drainTimeout());
		validate(properties.logging());
		new PropertyCheck(null, (property) -> "safequeue.task-executor." + property).notBlank("queue",
				properties.taskExecutor().queue(), "the name of a queue of Runnables");
		validate(properties.store().jdbc());
	}

	private static void validate(Jdbc jdbc) {
		PropertyCheck check = new PropertyCheck(null, (property) -> "safequeue.store.jdbc." + property);
		check.notBlank("file", jdbc.file(), "a path");
		if (!jdbc.tablePrefix().matches("([A-Za-z_][A-Za-z0-9_]*\\.)?[A-Za-z_][A-Za-z0-9_]*")) {
			throw check.bad("table-prefix", "'" + jdbc.tablePrefix() + "'",
					"letters, digits and underscores, with or without a schema",
					"to a prefix such as safequeue_ or work.safequeue_");
		}
		check.range(ValueRange.POLL_INTERVAL, jdbc.pollInterval());
		check.range(ValueRange.LANES, jdbc.lanes());
		check.range(ValueRange.MAX_DELIVERIES, jdbc.maxDeliveries());
	}

	/**
	 * Check the values of {@code safequeue.logging}.
	 * @param logging the properties
	 * @throws SafeQueueConfigurationException if one is bad
	 */
	public static void validate(Logging logging) {
		PropertyCheck check = new PropertyCheck(null, (property) -> "safequeue.logging." + property);
		check.range(ValueRange.QUEUE_SIZE, logging.queueSize());
		check.range("discarding-threshold", logging.discardingThreshold(), 0, logging.queueSize() - 1,
				"a number from 0 (keep all) to below safequeue.logging.queue-size, which is " + logging.queueSize());
		check.range(ValueRange.FLUSH_TIMEOUT, logging.flushTimeout());
	}

	private static void validate(Defaults defaults) {
		PropertyCheck check = new PropertyCheck(null, (property) -> "safequeue.defaults." + property);
		validate(check,
				new Queue(defaults.capacity(), defaults.concurrency(), defaults.batchSize(), defaults.virtualThreads(),
						defaults.waitStrategy(), null, defaults.autoStartup(), null, defaults.deadLetterQueue(),
						defaults.handlerTimeout(), defaults.stuckThreshold(), defaults.propagateContext(), null, null,
						null, null, true));
		RetryDefaults retry = defaults.retry();
		validate(check, new Retry(retry.maxRetries(), retry.delay(), retry.multiplier(), retry.maxDelay(),
				retry.jitter(), retry.includes(), retry.excludes()));
		if (retry.delay().compareTo(retry.maxDelay()) > 0) {
			throw delayAboveMaximum(check, retry, "safequeue.defaults.retry.max-delay");
		}
	}

	private static void validate(String name, Queue queue, Defaults defaults) {
		if (name.isBlank()) {
			throw new SafeQueueConfigurationException(name,
					"Queue '%s': a key of 'safequeue.queues' is blank.".formatted(name),
					"Name the queue, as in safequeue.queues.orders.capacity, or remove the key.");
		}
		PropertyCheck check = new PropertyCheck(name, (property) -> QueueKeys.property(name, property));
		validate(check, queue);
		Retry retry = queue.retry();
		if (retry == null) {
			return;
		}
		validate(check, retry);
		RetryDefaults merged = defaults.retry().mergedWith(retry);
		if (merged.delay().compareTo(merged.maxDelay()) > 0) {
			throw delayAboveMaximum(check, merged,
					(retry.maxDelay() != null) ? check.key("retry.max-delay") : "safequeue.defaults.retry.max-delay");
		}
	}

	private static void validate(PropertyCheck check, Queue queue) {
		check.range(ValueRange.CAPACITY, queue.capacity());
		check.range(ValueRange.CONCURRENCY, queue.concurrency());
		check.range(ValueRange.BATCH_SIZE, queue.batchSize());
		check.notBlank("handler", queue.handler(), "the name of a WorkHandler bean");
		check.notBlank("item-type", queue.itemType(), "the name of a class");
		check.notBlank("store", queue.store(), "the kind of a store, such as jdbc");
		check.notBlank("dead-letter-queue", queue.deadLetterQueue(), "the name of a queue");
		check.range(ValueRange.HANDLER_TIMEOUT, queue.handlerTimeout());
		check.range(ValueRange.STUCK_THRESHOLD, queue.stuckThreshold());
		if (queue.kafka() != null) {
			validate(check, queue.kafka());
		}
		if (queue.rabbit() != null) {
			validate(check, queue.rabbit());
		}
	}

	private static void validate(PropertyCheck check, Kafka kafka) {
		check.notBlank("kafka.topic", kafka.topic(), "the name of a topic");
		check.notBlank("kafka.group-id", kafka.groupId(), "the name of a group of consumers");
		check.range(ValueRange.KAFKA_MAX_DELIVERIES, kafka.maxDeliveries());
	}

	private static void validate(PropertyCheck check, Rabbit rabbit) {
		check.notBlank("rabbit.queue", rabbit.queue(), "the name of a queue in RabbitMQ");
		check.range(ValueRange.RABBIT_MAX_DELIVERIES, rabbit.maxDeliveries());
		check.range(ValueRange.PREFETCH, rabbit.prefetch());
	}

	private static void validate(PropertyCheck check, Retry retry) {
		check.range(ValueRange.MAX_RETRIES, retry.maxRetries());
		check.range(ValueRange.DELAY, retry.delay());
		check.factor("retry.multiplier", retry.multiplier());
		check.range(ValueRange.MAX_DELAY, retry.maxDelay());
		check.range(ValueRange.JITTER, retry.jitter());
		check.throwables("retry.includes", retry.includes());
		check.throwables("retry.excludes", retry.excludes());
	}

	private static SafeQueueConfigurationException delayAboveMaximum(PropertyCheck check, RetryDefaults retry,
			String maximum) {
		return check.bad("retry.delay", retry.delay(),
				"no longer than '%s', which is %s".formatted(maximum, retry.maxDelay()),
				"to a shorter time, or %s to at least %s".formatted(check.key("retry.max-delay"), retry.delay()));
	}

}
