/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.diagnostics;

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration;
import io.github.safequeue.autoconfigure.properties.SafeQueueProperties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What an application prints when it cannot start. Each test starts one, so that Spring
 * Boot's own analyzers take part.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalyzersTests {

	@Test
	void configurationFailureTellsTheRemedyOnce(CapturedOutput output) {
		String report = report(output, Refused.class);
		assertThat(description(report)).isEqualTo("Queue 'orders' has two handlers: first and second.");
		assertThat(action(report)).isEqualTo("Remove one.");
	}

	@Test
	void numberThatIsTextNamesQueuePropertyAndRemedy(CapturedOutput output) {
		String report = report(output, Bound.class, "safequeue.queues.order-lines.capacity=many");
		assertThat(description(report)).startsWith("Queue 'order-lines': the property "
				+ "'safequeue.queues.order-lines.capacity' is 'many', but must be a number from 0 (no limit) to 1073741824.");
		assertThat(action(report))
			.isEqualTo("Set safequeue.queues.order-lines.capacity to a number from 0 (no limit) to 1073741824.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			queues.orders.capacity          | 3000000000 | a number from 0 (no limit) to 1073741824
			queues.orders.capacity          | 1073741825 | a number from 0 (no limit) to 1073741824
			queues.orders.capacity          | 1.5        | a number from 0 (no limit) to 1073741824
			queues.orders.concurrency       | abc        | a number from 1 to 10000
			defaults.concurrency            | 99999999999| a number from 1 to 10000
			queues.orders.batch-size        | 3000000000 | a number from 1 to 2147483647
			queues.orders.retry.max-retries | 3000000000 | a number from 0 (no retry) to 2147483647
			defaults.retry.multiplier       | twice      | a number from 1
			queues.orders.retry.delay       | 2 s        | a time from 0 to 36500d
			queues.orders.retry.max-delay   | -2s        | a time above 0 and up to 36500d
			queues.orders.stuck-threshold   | 99999999d  | a time above 0 and up to 36500d
			defaults.handler-timeout        | 5 parsecs  | a time above 0 and up to 36500d
			shutdown.drain-timeout          | 30 s       | a time from 0 to 36500d
			logging.queue-size              | 3000000000 | a number from 1 to 1073741824
			queues.orders.wait-strategy     | doze       | one of park, spin-then-park, busy-spin
			""")
	void aBadValueIsReportedWithTheRange(String key, String value, String range, CapturedOutput output) {
		String report = report(output, Whole.class, "safequeue." + key + "=" + value);
		assertThat(description(report)).contains("the property 'safequeue." + key + "' is", range)
			.contains(key.startsWith("queues.") ? "Queue 'orders'" : "SafeQueue");
		assertThat(action(report)).startsWith("Set safequeue." + key + " to ").contains(range);
	}

	@Test
	void aBadNumberInYamlIsReportedWithItsPlace(CapturedOutput output) {
		String report = report(output, Whole.class, "spring.config.additional-location=classpath:bad-capacity.yml");
		assertThat(description(report)).contains("is '3000000000'", "a number from 0 (no limit) to 1073741824",
				"bad-capacity.yml] - 4:17");
	}

	@Test
	void unknownWaitStrategyListsTheKnownOnes(CapturedOutput output) {
		String report = report(output, Bound.class, "safequeue.defaults.wait-strategy=doze");
		assertThat(description(report))
			.startsWith("SafeQueue: the property 'safequeue.defaults.wait-strategy' is 'doze'");
		assertThat(action(report)).contains("one of park, spin-then-park, busy-spin");
	}

	@Test
	void badTimeShowsHowATimeIsWritten(CapturedOutput output) {
		assertThat(action(report(output, Bound.class, "safequeue.queues.orders.retry.delay=soon")))
			.isEqualTo("Set safequeue.queues.orders.retry.delay to a time from 0 to 36500d, such as 500ms, 30s or 5m.");
	}

	@Test
	void queueWithAValueInPlaceOfKeysIsNamed(CapturedOutput output) {
		String report = report(output, Bound.class, "safequeue.queues.orders=orderHandler");
		assertThat(description(report))
			.startsWith("Queue 'orders': the property 'safequeue.queues.orders' has a value that does not fit");
		assertThat(action(report)).contains("remove it");
	}

	@Test
	void aPropertyInPlaceOfAQueueIsReported(CapturedOutput output) {
		String report = report(output, Bound.class, "safequeue.queues.capacity=5");
		assertThat(description(report)).contains("'safequeue.queues.capacity' stands where the name of a queue");
		assertThat(action(report)).contains("safequeue.queues.orders.capacity", "safequeue.defaults.capacity");
	}

	@Test
	void aValueInPlaceOfAllKeysIsReported(CapturedOutput output) {
		assertThat(description(report(output, Whole.class, "safequeue=on")))
			.startsWith("SafeQueue: the property 'safequeue'");
	}

	@Test
	void propertiesOfOthersKeepSpringBootsAnalysis(CapturedOutput output) {
		assertThat(description(report(output, Bound.class, "spring.main.lazy-initialization=maybe")))
			.doesNotContain("SafeQueue", "Queue '");
	}

	@Test
	void undeclaredQueueIsNamedByTheParameter(CapturedOutput output) {
		String report = report(output, ByParameter.class);
		assertThat(description(report)).contains("Parameter 0 of constructor in " + ByParameter.class.getName())
			.contains("asks for a queue of items of type 'java.lang.Integer', by the name 'invoices'")
			.contains("- names (java.util.List<java.lang.String>)", "- orders (java.lang.String)");
		assertThat(action(report)).contains("@SafeQueueListener(\"invoices\") void on(Integer item)")
			.contains("safequeue.queues.invoices.handler")
			.contains("@Bean SafeQueue<Integer> invoices(SafeQueueBuilder builder)");
	}

	@Test
	void undeclaredQueueIsNamedByTheQualifierOfAField(CapturedOutput output) {
		assertThat(description(report(output, ByField.class))).contains("Field queue in " + ByField.class.getName())
			.contains("asks for the queue 'invoices' of items of type 'java.lang.String', but no such queue");
	}

	@Test
	void queueOfOtherItemsIsNamedWithWhatItHolds(CapturedOutput output) {
		String report = report(output, OtherItems.class);
		assertThat(description(report))
			.contains("the queue 'orders' of items of type 'java.lang.Integer', but queue 'orders' holds")
			.contains("items of type 'java.lang.String'");
		assertThat(action(report)).startsWith("Inject SafeQueue<String>");
	}

	@Test
	void severalQueuesOfTheSameItemsAreToldApart(CapturedOutput output) {
		String report = report(output, Ambiguous.class);
		assertThat(description(report)).contains("several queues", "- orders (", "- returns (");
		assertThat(action(report)).contains("@Qualifier");
	}

	@Test
	void lookUpWithoutInjectionPointNamesTheItems(CapturedOutput output) {
		String report = report(output, ByProvider.class);
		assertThat(description(report)).contains("a queue of items of type 'java.lang.Integer'", "- orders (");
		assertThat(action(report)).contains("@SafeQueueListener(");
	}

	@Test
	void withSafeQueueDisabledTheRemedyIsToEnableIt(CapturedOutput output) {
		assertThat(action(report(output, ByParameter.class, "safequeue.enabled=false")))
			.startsWith("Set safequeue.enabled to true");
	}

	@Test
	void missingBeansOfOtherTypesKeepSpringBootsAnalysis(CapturedOutput output) {
		assertThat(action(report(output, OtherBean.class)))
			.contains("Consider defining a bean of type 'java.util.UUID'");
	}

	private static String report(CapturedOutput output, Class<?> application, String... properties) {
		assertThatException().isThrownBy(() -> new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.properties(properties)
			.run());
		return output.getAll();
	}

	private static String description(String report) {
		return between(report, "Description:", "Action:");
	}

	private static String action(String report) {
		return between(report, "Action:", null);
	}

	private static String between(String report, String start, @Nullable String end) {
		assertThat(report).containsOnlyOnce("APPLICATION FAILED TO START").contains(start);
		String rest = report.substring(report.indexOf(start) + start.length());
		return ((end != null) ? rest.substring(0, rest.indexOf(end)) : rest).strip();
	}

	@Configuration(proxyBeanMethods = false)
	static class Refused {

		@Bean
		Object broken() {
			throw new SafeQueueConfigurationException("orders", "Queue 'orders' has two handlers: first and second.",
					"Remove one.");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(SafeQueueProperties.class)
	static class Bound {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(SafeQueueAutoConfiguration.class)
	static class Whole {

		@SafeQueueListener("orders")
		void on(String order) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Queues {

		@Bean
		SafeQueue<String> orders() {
			return queue("orders");
		}

		@Bean
		SafeQueue<List<String>> names() {
			return queue("names");
		}

		static <T> SafeQueue<T> queue(String name) {
			return SafeQueues.builder().name(name).handler((item) -> {
			}).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Queues.class)
	static class ByParameter {

		ByParameter(SafeQueue<Integer> invoices) {
			assertThat(invoices).isNotNull();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Queues.class)
	static class ByField {

		@Autowired
		@Qualifier("invoices")
		SafeQueue<String> queue;

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Queues.class)
	static class OtherItems {

		@Bean
		Object user(@Qualifier("orders") SafeQueue<Integer> queue) {
			return queue;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Queues.class)
	static class Ambiguous {

		@Bean
		SafeQueue<String> returns() {
			return Queues.queue("returns");
		}

		@Bean
		Object user(SafeQueue<String> queue) {
			return queue;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Queues.class)
	static class ByProvider {

		@Bean
		Object user(ObjectProvider<SafeQueue<Integer>> queue) {
			return queue.getObject();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherBean {

		@Bean
		Object user(UUID id) {
			return id;
		}

	}

}
