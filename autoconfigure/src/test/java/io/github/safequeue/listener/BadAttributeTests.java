/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.listener;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.testing.Faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Each attribute of {@link SafeQueueListener} with absurd values, which come from a
 * placeholder.
 */
class BadAttributeTests {

	private static final List<String> NO_COUNT = List.of("0", "-1", "1.5", "many", "1 2", "99999999999", "2147483648",
			"-2147483649", "1,000", "NaN", "true", "#{1 + 1}", "${missing}");

	private static final Map<String, Case> CASES = Map.of("value",
			new Case(Value.class, List.of("", " ", "${missing}")), "queues",
			new Case(Queues.class, List.of("", " ", "${missing}")), "concurrency",
			new Case(Concurrency.class, with(NO_COUNT, "10001", "2147483647")), "batchSize",
			new Case(BatchSize.class, NO_COUNT), "autoStartup",
			new Case(AutoStartup.class, List.of("yes", "1", "truefalse", "null", "${missing}")), "key",
			new Case(Key.class, List.of("${missing}")), "dependsOn",
			new Case(DependsOn.class, List.of("", " ", "${missing}")));

	static List<String> attributes() {
		return Arrays.stream(SafeQueueListener.class.getDeclaredMethods()).map(Method::getName).sorted().toList();
	}

	@ParameterizedTest
	@MethodSource("attributes")
	void badValuesAreRefusedWithMethodAndAttributeAndRemedy(String attribute) {
		Case known = CASES.get(attribute);
		assertThat(known).as("cases of the attribute " + attribute).isNotNull();
		for (String value : known.values()) {
			SafeQueueConfigurationException refusal = refusal(known.bean(), Map.of("x", value));
			assertThat(refusal).as("%s = %s", attribute, value).isNotNull();
			assertThat(refusal).hasMessageContaining(known.bean().getSimpleName() + ".on(")
				.hasMessageContaining((attribute.equals("value")) ? "queues" : attribute);
			assertThat(refusal.action()).isNotBlank();
			if (!attribute.equals("value") && !attribute.equals("queues")) {
				assertThat(refusal.queue()).isEqualTo("orders");
			}
		}
		Faults.record("bad input", "bad attributes of listeners", known.values().size(), 0, 0);
	}

	@Test
	void aPlaceholderWithoutValueIsRefusedInEachAttribute() {
		CASES.forEach((attribute, known) -> assertThat(refusal(known.bean(), Map.of())).as(attribute)
			.isNotNull()
			.hasMessageContaining("cannot be resolved")
			.hasMessageContaining("Define the property"));
	}

	private static SafeQueueConfigurationException refusal(Class<?> bean, Map<String, Object> properties) {
		return catchThrowableOfType(SafeQueueConfigurationException.class, () -> {
			try (var context = FoundListeners.context(properties, bean)) {
				context.refresh();
			}
		});
	}

	private static List<String> with(List<String> values, String... more) {
		return Stream.concat(values.stream(), Arrays.stream(more)).toList();
	}

	private record Case(Class<?> bean, List<String> values) {
	}

	static class Value {

		@SafeQueueListener("${x}")
		void on(Order order) {
		}

	}

	static class Queues {

		@SafeQueueListener(queues = { "orders", "${x}" })
		void on(Order order) {
		}

	}

	static class Concurrency {

		@SafeQueueListener(queues = "orders", concurrency = "${x}")
		void on(Order order) {
		}

	}

	static class BatchSize {

		@SafeQueueListener(queues = "orders", batchSize = "${x}")
		void on(List<Order> orders) {
		}

	}

	static class AutoStartup {

		@SafeQueueListener(queues = "orders", autoStartup = "${x}")
		void on(Order order) {
		}

	}

	static class Key {

		@SafeQueueListener(queues = "orders", key = "${x}")
		void on(Order order) {
		}

	}

	static class DependsOn {

		@SafeQueueListener(queues = "orders", dependsOn = { "some", "${x}" })
		void on(Order order) {
		}

	}

}
