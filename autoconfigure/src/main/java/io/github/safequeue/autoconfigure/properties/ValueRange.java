/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.properties;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The numbers or times that a property takes. What is refused for its value and what is
 * no number or time at all is reported in the same words.
 *
 * @param property the property within its group
 * @param min the smallest value
 * @param max the greatest value
 * @param meaning what a value has to be, in words
 */
public record ValueRange(String property, Comparable<?> min, Comparable<?> max, String meaning) {

	private static final int GREATEST = 1 << 30;

	/** A century: longer times overflow where they are counted in nanoseconds. */
	private static final Duration LONGEST = Duration.ofDays(36_500);

	static final ValueRange CAPACITY = numbers("capacity", 0, GREATEST, "a number from 0 (no limit) to " + GREATEST);

	static final ValueRange CONCURRENCY = numbers("concurrency", 1, SafeQueuePropertiesValidator.MAX_CONCURRENCY,
			"a number from 1 to " + SafeQueuePropertiesValidator.MAX_CONCURRENCY);

	static final ValueRange BATCH_SIZE = numbers("batch-size", 1, Integer.MAX_VALUE,
			"a number from 1 to " + Integer.MAX_VALUE);

	static final ValueRange MAX_RETRIES = numbers("retry.max-retries", -1, Integer.MAX_VALUE,
			"a number from 0 (no retry) to %d, or -1 (without end)".formatted(Integer.MAX_VALUE));

	static final ValueRange QUEUE_SIZE = numbers("queue-size", 1, GREATEST, "a number from 1 to " + GREATEST);

	static final ValueRange LANES = numbers("lanes", 2, 1024, "a number from 2 to 1024");

	static final ValueRange MAX_DELIVERIES = numbers("max-deliveries", 1, Integer.MAX_VALUE,
			"a number from 1 to " + Integer.MAX_VALUE);

	static final ValueRange KAFKA_MAX_DELIVERIES = numbers("kafka.max-deliveries", 1, Integer.MAX_VALUE,
			"a number from 1 to " + Integer.MAX_VALUE);

	static final ValueRange RABBIT_MAX_DELIVERIES = numbers("rabbit.max-deliveries", 1, Integer.MAX_VALUE,
			"a number from 1 to " + Integer.MAX_VALUE);

	/** The protocol has two bytes for it. */
	static final ValueRange PREFETCH = numbers("rabbit.prefetch", 1, 65_535, "a number from 1 to 65535");

	static final ValueRange POLL_INTERVAL = aboveZero("poll-interval");

	static final ValueRange DELAY = fromZero("retry.delay");

	static final ValueRange MAX_DELAY = aboveZero("retry.max-delay");

	static final ValueRange JITTER = fromZero("retry.jitter");

	static final ValueRange HANDLER_TIMEOUT = aboveZero("handler-timeout");

	static final ValueRange STUCK_THRESHOLD = aboveZero("stuck-threshold");

	static final ValueRange DRAIN_TIMEOUT = fromZero("drain-timeout");

	static final ValueRange FLUSH_TIMEOUT = fromZero("flush-timeout");

	private static final List<ValueRange> ALL = List.of(CAPACITY, CONCURRENCY, BATCH_SIZE, MAX_RETRIES, QUEUE_SIZE,
			LANES, MAX_DELIVERIES, KAFKA_MAX_DELIVERIES, RABBIT_MAX_DELIVERIES, PREFETCH, POLL_INTERVAL, DELAY,
			MAX_DELAY, JITTER, HANDLER_TIMEOUT, STUCK_THRESHOLD, DRAIN_TIMEOUT, FLUSH_TIMEOUT);

	private static ValueRange numbers(String property, Integer min, Integer max, String meaning) {
		return new ValueRange(property, min, max, meaning);
	}

	private static ValueRange fromZero(String property) {
		return times(property, Duration.ZERO, "a time from 0 to");
	}

	private static ValueRange aboveZero(String property) {
		return times(property, Duration.ofNanos(1), "a time above 0 and up to");
	}

	private static ValueRange times(String property, Duration min, String start) {
		return new ValueRange(property, min, LONGEST,
				"%s %dd, such as 500ms, 30s or 5m".formatted(start, LONGEST.toDays()));
	}

	/**
	 * Find the range of a property.
	 * @param property the property within its group, such as {@code retry.delay}
	 * @return its range, or {@code null} if it has none of its own
	 */
	public static @Nullable ValueRange of(String property) {
		return ALL.stream().filter((range) -> range.property.equals(property)).findAny().orElse(null);
	}

	boolean contains(Comparable<?> value) {
		return compare(this.min, value) <= 0 && compare(value, this.max) <= 0;
	}

	@SuppressWarnings("unchecked")
	private static int compare(Comparable<?> one, Comparable<?> other) {
		return ((Comparable<Object>) one).compareTo(other);
	}

}
