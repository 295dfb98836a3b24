/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.testing.Faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Each method of the builder with absurd arguments, and queues with null items.
 */
class BadBuilderTests {

	private static final WorkHandler<List<Object>> HANDLER = (items) -> {
	};

	/** Lists of arguments for each method that takes any; {@code null} is always bad. */
	private static final Map<String, List<List<Object>>> BAD = Map.ofEntries(
			Map.entry("name", List.of(List.of(""), List.of(" \t"))), Map.entry("itemType", List.of()),
			Map.entry("handler", List.of()),
			Map.entry("batchHandler",
					List.of(List.of(HANDLER, 0), List.of(HANDLER, -1), List.of(HANDLER, Integer.MIN_VALUE))),
			Map.entry("capacity",
					List.of(List.of(-1), List.of(Integer.MIN_VALUE), List.of(Integer.MAX_VALUE),
							List.of((1 << 30) + 1))),
			Map.entry("concurrency",
					List.of(List.of(0), List.of(-1), List.of(10_001), List.of(Integer.MIN_VALUE),
							List.of(Integer.MAX_VALUE))),
			Map.entry("key", List.of()), Map.entry("virtualThreads", List.of()), Map.entry("autoStartup", List.of()),
			Map.entry("waitStrategy", List.of()), Map.entry("retry", List.of()),
			Map.entry("deadLetterQueue", List.of(List.of(""), List.of("  "))),
			Map.entry("deadLetterHandler", List.of()), Map.entry("undeliveredWorkHandler", List.of()),
			Map.entry("store", List.of(List.of(""), List.of("  "))), Map.entry("timings", List.of()),
			Map.entry("propagateContext", List.of()), Map.entry("contextPropagator", List.of()),
			Map.entry("observer", List.of()), Map.entry("log", List.of()),
			Map.entry("stuckThreshold",
					List.of(List.of(Duration.ZERO), List.of(Duration.ofSeconds(-1)),
							List.of(Duration.ofSeconds(Long.MIN_VALUE)))),
			Map.entry("handlerTimeout",
					List.of(List.of(Duration.ZERO), List.of(Duration.ofSeconds(-1)),
							List.of(Duration.ofSeconds(Long.MIN_VALUE)))),
			Map.entry("drainTimeout",
					List.of(List.of(Duration.ofNanos(-1)), List.of(Duration.ofSeconds(Long.MIN_VALUE)))));

	@Test
	void eachMethodIsKnown() {
		Set<String> methods = Arrays.stream(SafeQueueBuilder.class.getMethods())
			.filter((method) -> method.getParameterCount() > 0)
			.map(Method::getName)
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(BAD.keySet()).containsExactlyInAnyOrderElementsOf(methods);
	}

	@Test
	void absurdArgumentsAreRefusedWithQueueAndRemedy() throws Exception {
		int tried = 0;
		for (Method method : SafeQueueBuilder.class.getMethods()) {
			if (method.getParameterCount() == 0) {
				continue;
			}
			for (List<Object> arguments : BAD.get(method.getName())) {
				assertRefused(method, arguments.toArray());
				tried++;
			}
			if (!method.getParameterTypes()[0].isPrimitive()) {
				assertRefused(method,
						(method.getParameterCount() == 1) ? new Object[] { null } : new Object[] { null, 5 });
				tried++;
			}
		}
		Faults.record("bad input", "bad arguments of the builder", tried, 0, 0);
	}

	private static void assertRefused(Method method, Object... arguments) throws Exception {
		SafeQueueBuilder builder = SafeQueues.builder().name("orders");
		try {
			method.invoke(builder, arguments);
			throw new AssertionError(method.getName() + " takes " + Arrays.toString(arguments));
		}
		catch (InvocationTargetException ex) {
			assertThat(ex.getCause()).as("%s(%s)", method.getName(), Arrays.toString(arguments))
				.isInstanceOf(SafeQueueConfigurationException.class)
				.hasMessageContaining((method.getName().equals("name")) ? "name" : "'orders'");
			assertThat(((SafeQueueConfigurationException) ex.getCause()).queue()).isEqualTo("orders");
			assertThat(((SafeQueueConfigurationException) ex.getCause()).action()).isNotBlank();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, Integer.MIN_VALUE })
	void absurdBatchSizeOfTheOwnerIsRefused(int batchSize) {
		ManagedQueueBuilder builder = ManagedQueues.builder((ignored) -> {
		});
		builder.settings().name("orders");
		assertThatExceptionOfType(SafeQueueConfigurationException.class).isThrownBy(() -> builder.batchSize(batchSize))
			.withMessageContainingAll("'orders'", "batch size");
	}

	@Test
	void missingTargetsOfTheOwnerAreRefused() {
		ManagedQueueBuilder builder = ManagedQueues.builder((ignored) -> {
		});
		builder.settings().name("orders");
		assertThatExceptionOfType(SafeQueueConfigurationException.class)
			.isThrownBy(() -> builder.deadLetterRouter(null))
			.withMessageContainingAll("'orders'", "router");
		assertThatExceptionOfType(SafeQueueConfigurationException.class)
			.isThrownBy(() -> builder.deadLetterTarget(null))
			.withMessageContainingAll("'orders'", "target");
	}

	@Test
	void drainTimeoutOfAContextsQueueIsRefusedWithTheProperty() {
		SafeQueueBuilder builder = Fixtures.managed().name("orders");
		assertThatExceptionOfType(SafeQueueConfigurationException.class)
			.isThrownBy(() -> builder.drainTimeout(Duration.ofSeconds(1)))
			.withMessageContainingAll("'orders'", "safequeue.shutdown.drain-timeout", "drainTimeout(...)");
	}

	@Test
	void longestTimesWork() {
		CloseableSafeQueue<Object> queue = SafeQueues.builder().name("q").handler((item) -> {
		})
			.stuckThreshold(Duration.ofSeconds(Long.MAX_VALUE))
			.handlerTimeout(Duration.ofSeconds(Long.MAX_VALUE))
			.drainTimeout(Duration.ofSeconds(Long.MAX_VALUE))
			.build();
		assertThat(queue.submit("item")).succeedsWithin(Fixtures.LIMIT);
		queue.close();
	}

	@Test
	void customizerThatBuildsIsRefused() {
		assertThatExceptionOfType(SafeQueueConfigurationException.class).isThrownBy(
				() -> ManagedQueues.builder((builder) -> builder.settings().build()).settings().name("orders").build())
			.withMessageContainingAll("'orders'", "customizer", "build()");
	}

	@ParameterizedTest
	@EnumSource
	void nullItemIsRefusedAndTheMessageNamesTheQueue(WorkerPools pool) {
		CloseableSafeQueue<Object> queue = pool.build((item) -> {
		});
		for (int i = 0; i < 2; i++) {
			assertThatNullPointerException().isThrownBy(() -> queue.offer(null)).withMessageContaining("'q'");
			assertThatNullPointerException().isThrownBy(() -> queue.submit(null)).withMessageContaining("'q'");
			queue.close();
		}
		assertThat(queue.snapshot().accepted()).isZero();
		assertThat(queue.snapshot().rejectedClosed()).isZero();
		Faults.record("bad input", "null item", 4, 0, 0);
	}

}
