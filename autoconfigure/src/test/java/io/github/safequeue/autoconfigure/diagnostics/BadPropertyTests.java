/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.diagnostics;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.safequeue.DeadLetter;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.autoconfigure.QueueTestRunner;
import io.github.safequeue.autoconfigure.properties.DeclaredKeys;
import io.github.safequeue.testing.Faults;
import io.github.safequeue.testing.HushedExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each property of the library with absurd values. The list of keys is that of the
 * properties classes, which the metadata and the guide are held to.
 */
@ExtendWith(HushedExtension.class)
class BadPropertyTests {

	/** Read by Spring Boot's own condition. */
	private static final String FOREIGN = "management.";

	static List<String> keys() {
		return new DeclaredKeys().defaults().keySet().stream().filter((key) -> !key.startsWith(FOREIGN)).toList();
	}

	@ParameterizedTest
	@MethodSource("keys")
	void badValuesStopTheStartAndTheReportNamesQueueKeyAndRemedy(String pattern) {
		String key = pattern.replace("<name>", "orders");
		List<String> values = BadValues.of(pattern).bad();
		for (String value : values) {
			runner(key).withPropertyValues(key + "=" + value).run((context) -> {
				FailureAnalysis analysis = analysis(context);
				assertThat(analysis).as("analysis of %s=%s, failure %s", key, value, context.getStartupFailure())
					.isNotNull();
				assertThat(analysis.getDescription()).as("%s=%s", key, value)
					.contains(key)
					.contains(key.startsWith("safequeue.queues.") ? "'orders'" : "");
				assertThat(analysis.getAction()).as("%s=%s", key, value).containsAnyOf("Set ", "Name a bean");
			});
		}
		Faults.record("bad input", "bad values of properties", values.size(), 0, 0);
	}

	@ParameterizedTest
	@MethodSource("keys")
	void oddValuesThatMeanSomethingWork(String pattern) {
		String key = pattern.replace("<name>", "orders");
		List<String> values = new ArrayList<>(BadValues.of(pattern).good());
		for (String value : values) {
			runner(key).withPropertyValues(key + "=" + value).run((context) -> {
				assertThat(context).as("%s=%s", key, value).hasNotFailed();
				assertHandles(context);
			});
		}
		Faults.record("bad input", "odd values of properties", values.size(), values.size(), 0);
	}

	@ParameterizedTest
	@MethodSource("keys")
	void anEmptyValueIsNoneOrStopsTheStart(String pattern) {
		String key = pattern.replace("<name>", "orders");
		for (String value : List.of("", "  ")) {
			runner(key).withPropertyValues(key + "=" + value).run((context) -> {
				if (context.getStartupFailure() == null) {
					assertHandles(context);
				}
				else {
					assertThat(analysis(context)).as("%s=%s", key, value).isNotNull();
				}
			});
		}
		Faults.record("bad input", "empty values of properties", 2, 0, 0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "safequeue.defaults", "safequeue.defaults.retry", "safequeue.shutdown",
			"safequeue.queues.orders", "safequeue.queues.orders.retry" })
	void aValueInPlaceOfAGroupStopsTheStart(String key) {
		runner(key).withPropertyValues(key + "=5").run((context) -> {
			FailureAnalysis analysis = analysis(context);
			assertThat(analysis).isNotNull();
			assertThat(analysis.getDescription()).contains(key);
			assertThat(analysis.getAction()).contains("Set " + key);
		});
	}

	private static ApplicationContextRunner runner(String key) {
		ApplicationContextRunner runner = QueueTestRunner.create().withBean("text", String.class, () -> "text");
		return key.endsWith(".handler") ? runner : runner.withBean(Listener.class);
	}

	private static void assertHandles(AssertableApplicationContext context) {
		SafeQueue<Object> queue = QueueTestRunner.queue(context, "orders");
		queue.resume();
		assertThat(queue.submit("item")).succeedsWithin(QueueTestRunner.LIMIT);
	}

	private static @Nullable FailureAnalysis analysis(AssertableApplicationContext context) {
		Throwable failure = context.getStartupFailure();
		if (failure == null) {
			return null;
		}
		FailureAnalysis analysis = new SafeQueueBindFailureAnalyzer().analyze(failure);
		return (analysis != null) ? analysis : new SafeQueueConfigurationFailureAnalyzer().analyze(failure);
	}

	static class Listener {

		@SafeQueueListener("orders")
		void on(String item) {
		}

		@SafeQueueListener("letters")
		void on(DeadLetter<?> letter) {
		}

	}

}
