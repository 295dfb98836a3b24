/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.WorkHandler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the class of a handler says of its items.
 */
class HandledTypeTests {

	@Test
	void aHandlerOfOtherItemsIsRefusedWithoutAContextToo() {
		assertThatExceptionOfType(SafeQueueConfigurationException.class)
			.isThrownBy(() -> SafeQueues.builder().name("orders").itemType(Integer.class).handler(new Texts()).build())
			.withMessageContainingAll("'orders'", "java.lang.Integer", Texts.class.getName(), "java.lang.String")
			.satisfies((failure) -> assertThat(failure.queue()).isEqualTo("orders"));
	}

	@Test
	void aHandlerOfWiderItemsIsAccepted() {
		try (CloseableSafeQueue<String> queue = SafeQueues.builder()
			.name("orders")
			.itemType(String.class)
			.handler(new Sequences<>())
			.build()) {
			assertThat(queue.name()).isEqualTo("orders");
		}
	}

	@Test
	void classesSayWhatTheyTakeAndLambdasDoNot() {
		WorkHandler<String> lambda = (text) -> {
		};
		assertThat(HandledType.of(lambda, false)).isNull();
		assertThat(HandledType.of(new Texts(), false)).isEqualTo(String.class);
		assertThat(HandledType.of(new Sequences<String>(), false)).as("bound").isEqualTo(CharSequence.class);
		assertThat(HandledType.of(new Batches(), true)).isEqualTo(String.class);
		assertThat(HandledType.of(new Batches(), false)).isEqualTo(List.class);
		assertThat(HandledType.of(new Any<String>(), false)).isNull();
	}

	private static class Texts implements WorkHandler<String> {

		@Override
		public void handle(String item) {
		}

	}

	private static final class Sequences<T extends CharSequence> implements WorkHandler<T> {

		@Override
		public void handle(T item) {
		}

	}

	private static final class Any<T> implements WorkHandler<T> {

		@Override
		public void handle(T item) {
		}

	}

	private static final class Batches implements WorkHandler<List<String>> {

		@Override
		public void handle(List<String> items) {
		}

	}

}
