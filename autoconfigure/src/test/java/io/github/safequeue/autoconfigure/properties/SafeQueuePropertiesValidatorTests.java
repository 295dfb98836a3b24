/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.properties;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.safequeue.SafeQueueConfigurationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Which values stop the start, and with which message.
 */
class SafeQueuePropertiesValidatorTests {

	@ParameterizedTest
	@CsvSource({ "capacity,-1,-1", "capacity,1073741825,1073741825", "concurrency,0,0", "concurrency,10001,10001",
			"batch-size,0,0", "stuck-threshold,0s,PT0S", "handler-timeout,0s,PT0S", "stuck-threshold,36501d,PT876024H",
			"dead-letter-queue,' ',' '", "retry.max-retries,-2,-2", "retry.delay,-1s,PT-1S", "retry.delay,31s,PT31S",
			"retry.multiplier,0.9,0.9", "retry.multiplier,NaN,NaN", "retry.multiplier,Infinity,Infinity",
			"retry.max-delay,0,PT0S", "retry.jitter,-1ms,PT-0.001S", "retry.includes,java.lang.String,java.lang.String",
			"retry.excludes,java.lang.Object,'java.lang.Object'" })
	void badValueIsRefusedForTheQueueAndForTheDefaults(String property, String text, String value) {
		String key = "safequeue.queues.orders." + property;
		SafeQueueConfigurationException ofQueue = refusal(key + "=" + text);
		assertThat(ofQueue.queue()).isEqualTo("orders");
		assertThat(ofQueue).hasMessageContainingAll("'orders'", "'" + key + "' is", value);
		assertThat(ofQueue.action()).contains(key).contains("Set ");

		String standard = "safequeue.defaults." + property;
		SafeQueueConfigurationException ofDefault = refusal(standard + "=" + text);
		assertThat(ofDefault.queue()).isNull();
		assertThat(ofDefault).hasMessageContainingAll("'" + standard + "' is", value);
		assertThat(ofDefault.action()).contains(standard).contains("Set ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "capacity=0", "capacity=1073741824", "concurrency=1", "concurrency=10000", "batch-size=1",
			"stuck-threshold=1ns", "handler-timeout=1ns", "stuck-threshold=36500d", "retry.max-retries=0",
			"retry.max-retries=-1", "retry.includes=java.io.IOException,java.lang.Error", "retry.delay=0",
			"retry.delay=30s", "retry.multiplier=1", "retry.max-delay=1s", "retry.jitter=0" })
	void bordersAreAccepted(String property) {
		assertThatNoException().isThrownBy(() -> validate("safequeue.queues.orders." + property));
		assertThatNoException().isThrownBy(() -> validate("safequeue.defaults." + property));
	}

	@Test
	void delayOfTheQueueIsMeasuredByTheMaximumThatHoldsForIt() {
		assertThat(refusal("safequeue.queues.orders.retry.delay=5s", "safequeue.defaults.retry.max-delay=4s"))
			.hasMessageContainingAll("safequeue.queues.orders.retry.delay", "'safequeue.defaults.retry.max-delay'");
		assertThat(refusal("safequeue.queues.orders.retry.max-delay=1ms"))
			.hasMessageContaining("'safequeue.queues.orders.retry.max-delay'");
		assertThatNoException().isThrownBy(() -> validate("safequeue.queues.orders.retry.delay=5m",
				"safequeue.queues.orders.retry.max-delay=10m"));
	}

	@Test
	void blankHandlerIsRefused() {
		assertThat(refusal("safequeue.queues.orders.handler= ")).hasMessageContainingAll("'orders'",
				"'safequeue.queues.orders.handler'", "WorkHandler");
	}

	@Test
	void blankNameIsRefused() {
		assertThat(refusal("safequeue.queues[ ].capacity=1")).hasMessageContaining("blank");
	}

	@Test
	void drainTimeoutMayBeZeroAndNotLess() {
		assertThatNoException().isThrownBy(() -> validate("safequeue.shutdown.drain-timeout=0s"));
		assertThat(refusal("safequeue.shutdown.drain-timeout=-1s"))
			.hasMessageContainingAll("'safequeue.shutdown.drain-timeout'", "PT-1S");
	}

	@Test
	void keyOfANameWithDotsStandsInBrackets() {
		assertThat(refusal("safequeue.queues[order.lines].capacity=-1"))
			.hasMessageContaining("'safequeue.queues[order.lines].capacity'");
	}

	private static SafeQueueConfigurationException refusal(String... properties) {
		SafeQueueConfigurationException refusal = catchThrowableOfType(SafeQueueConfigurationException.class,
				() -> validate(properties));
		assertThat(refusal).isNotNull();
		return refusal;
	}

	private static void validate(String... properties) {
		SafeQueuePropertiesValidator.validate(SafeQueueProperties.of(Environments.properties(properties)));
	}

}
