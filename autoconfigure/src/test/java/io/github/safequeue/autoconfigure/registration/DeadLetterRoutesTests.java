/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.registration;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.github.safequeue.SafeQueueConfigurationException;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Which dead-letter queues stop the start, and with which message.
 */
class DeadLetterRoutesTests {

	@Test
	void unknownDeadLetterQueueIsRefused() {
		assertThatExceptionOfType(SafeQueueConfigurationException.class)
			.isThrownBy(() -> DeadLetterRoutes.validate(Map.of("orders", "lost"), Set.of("orders", "failed"), null))
			.withMessageContainingAll("'orders'", "'safequeue.queues.orders.dead-letter-queue'", "'lost'",
					"failed, orders");
		assertThatExceptionOfType(SafeQueueConfigurationException.class)
			.isThrownBy(() -> DeadLetterRoutes.validate(Map.of("orders", "lost"), Set.of("orders"), "lost"))
			.withMessageContainingAll("'safequeue.defaults.dead-letter-queue'", "'lost'");
	}

	@Test
	void circleOfDeadLetterQueuesIsRefused() {
		Set<String> queues = Set.of("orders", "failed", "lost");
		for (Map<String, String> circle : List.of(Map.of("orders", "orders"),
				Map.of("orders", "failed", "failed", "orders"),
				Map.of("orders", "failed", "failed", "lost", "lost", "failed"))) {
			assertThatExceptionOfType(SafeQueueConfigurationException.class)
				.isThrownBy(() -> DeadLetterRoutes.validate(circle, queues, null))
				.withMessageContaining("circle");
		}
		assertThatNoException().isThrownBy(
				() -> DeadLetterRoutes.validate(Map.of("orders", "failed", "failed", "lost"), queues, "failed"));
	}

}
