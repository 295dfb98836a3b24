/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link SafeQueues}.
 */
class SafeQueuesTests {

	@Test
	void queueStartsWhenBuiltAndClosesByItsOwner() {
		List<String> handled = new CopyOnWriteArrayList<>();
		CloseableSafeQueue<String> queue = SafeQueues.builder().name("orders").<String>handler(handled::add).build();
		try (queue) {
			assertThat(queue.state()).isEqualTo(SafeQueueState.RUNNING);
			assertThat(queue.offer("order")).isTrue();
		}
		assertThat(handled).containsExactly("order");
		assertThat(queue.state()).isEqualTo(SafeQueueState.CLOSED);
	}

	@Test
	void eachBuilderIsNew() {
		assertThat(SafeQueues.builder().name("orders")).isNotSameAs(SafeQueues.builder());
		assertThat(SafeQueues.builder().name()).isNull();
	}

	@Test
	void missingEngineIsNamedWithTheRemedy() {
		assertThatIllegalStateException().isThrownBy(() -> SafeQueues.find(ClassLoader.getPlatformClassLoader()))
			.withMessageContainingAll("No queue can be built",
					"META-INF/services/io.github.safequeue.SafeQueueBuilderFactory");
	}

}
