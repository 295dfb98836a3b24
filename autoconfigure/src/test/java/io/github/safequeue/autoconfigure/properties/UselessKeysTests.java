/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.properties;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which keys are reported, and what was probably meant.
 */
class UselessKeysTests {

	static List<String> knownKeys() {
		return new DeclaredKeys().defaults()
			.keySet()
			.stream()
			.filter((key) -> key.startsWith("safequeue."))
			.map((key) -> key.replace("<name>", "orders"))
			.toList();
	}

	@Test
	void allKeysOfTheClassesAreKnown() {
		assertThat(new KnownKeys().all()).extracting((key) -> "safequeue." + String.join(".", key.elements()))
			.containsExactlyInAnyOrderElementsOf(
					knownKeys().stream().map((key) -> key.replace(".orders.", ".<name>.")).toList());
	}

	@ParameterizedTest
	@MethodSource("knownKeys")
	void aKnownKeyIsKnownInEachSpelling(String key) {
		String camel = key.replaceAll("-(.)", "\\$$1");
		for (char letter = 'a'; letter <= 'z'; letter++) {
			camel = camel.replace("$" + letter, "" + Character.toUpperCase(letter));
		}
		for (String spelling : List.of(key, camel, key.replace('-', '_'), key.toUpperCase(Locale.ROOT))) {
			assertThat(unknown(Environments.properties(spelling + "=" + value(key)))).as(spelling).isEmpty();
		}
	}

	@ParameterizedTest
	@MethodSource("knownKeys")
	void aKnownKeyIsKnownAsAVariable(String key) {
		String plain = key.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
		String dashed = key.replace('-', '_').replace('.', '_').toUpperCase(Locale.ROOT);
		for (String variable : List.of(plain, dashed)) {
			assertThat(unknown(Environments.variables(variable + "=" + value(key)))).as(variable).isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			queues.orders.capcity               | queues.orders.capacity
			queues.orders.capactiy              | queues.orders.capacity
			queues.orders.batchsise             | queues.orders.batch-size
			queues.orders.retry.max-retry       | queues.orders.retry.max-retries
			queues.orders.retry.retries         | queues.orders.retry.max-retries
			queues.orders.max-retries           | queues.orders.retry.max-retries
			queues.orders.retry.capacity        | queues.orders.capacity
			queues.orders.capacity.max          | queues.orders.capacity
			queues.orders.dead-letter           | queues.orders.dead-letter-queue
			queues.orders.dead.letter.queue     | queues.orders.dead-letter-queue
			queues.orders.requird               | queues.orders.required
			queues.order.lines.capacity         | queues[order.lines].capacity
			queues[order.lines].capcity         | queues[order.lines].capacity
			queue.orders.capacity               | queues.orders.capacity
			orders.capacity                     | queues.orders.capacity
			default.capacity                    | defaults.capacity
			default.capcity                     | defaults.capacity
			capacity                            | defaults.capacity
			retry.max-retries                   | defaults.retry.max-retries
			shutdown.drain-timout               | shutdown.drain-timeout
			shutdown.timeout                    | shutdown.drain-timeout
			drain-timeout                       | shutdown.drain-timeout
			task.executor.mode                  | task-executor.mode
			cleaner.clean-on-closing            | cleaner.clean-on-close
			enable                              | enabled
			""")
	void aMisspelledKeyIsReportedWithWhatWasMeant(String key, String meant) {
		assertThat(lines(Environments.properties("safequeue." + key + "=1"))).singleElement()
			.asString()
			.contains("'safequeue." + key + "' means nothing", "Did you mean 'safequeue." + meant + "'?",
					"property source 'file'");
	}

	@ParameterizedTest
	@CsvSource({ "queues.orders.key,Known there: auto-startup", "queues.orders.enabled,Known there: auto-startup",
			"queues.orders.retry.backoff,Known there: delay", "defaults.handler,Known there: auto-startup",
			"nonsense,Known there: cleaner", "nonsense.more,Known there: cleaner" })
	void aKeyLikeNoOtherIsReportedWithThoseOfItsGroup(String key, String known) {
		assertThat(lines(Environments.properties("safequeue." + key + "=1"))).singleElement()
			.asString()
			.contains("'safequeue." + key + "' means nothing", known)
			.doesNotContain("Did you mean");
	}

	@ParameterizedTest
	@CsvSource({ "SAFEQUEUE_QUEUES_ORDERS_CAPCITY,SAFEQUEUE_QUEUES_ORDERS_CAPACITY",
			"SAFEQUEUE_QUEUES_ORDERS_RETRY_MAXRETRYS,SAFEQUEUE_QUEUES_ORDERS_RETRY_MAXRETRIES",
			"SAFEQUEUE_QUEUES_ORDERS_MAX_RETRIES,SAFEQUEUE_QUEUES_ORDERS_RETRY_MAXRETRIES",
			"SAFEQUEUE_QUEUES_ORDER_LINES_CAPACITY,SAFEQUEUE_QUEUES_ORDERLINES_CAPACITY",
			"SAFEQUEUE_DEFAULTS_CAPACITI,SAFEQUEUE_DEFAULTS_CAPACITY" })
	void aMisspelledVariableIsReportedAsOne(String variable, String meant) {
		assertThat(lines(Environments.variables(variable + "=1"))).singleElement()
			.asString()
			.contains("'" + variable + "' means nothing", "Did you mean '" + meant + "'?", "systemEnvironment");
	}

	@ParameterizedTest
	@ValueSource(strings = { "SAFEQUEUE_SERVICE_HOST", "SAFEQUEUE_PORT", "SAFEQUEUE_HOME", "SAFEQUEUE_DEFAULT_CAPACITY",
			"SAFEQUEUE_SHUTDOWN_TIMEOUT" })
	void otherVariablesAreNotLookedAt(String variable) {
		assertThat(lines(Environments.variables(variable + "=1"))).isEmpty();
	}

	@Test
	void aVariableOfANameWithDashesIsKnownWhereAFileHasTheName() {
		ConfigurableEnvironment environment = Environments.properties("safequeue.queues.order-lines.capacity=1");
		Environments.addVariables(environment, "SAFEQUEUE_QUEUES_ORDER_LINES_CAPACITY=2");
		assertThat(SafeQueueProperties.of(environment).queues().get("order-lines").capacity()).isEqualTo(2);
		assertThat(lines(environment)).isEmpty();
	}

	@Test
	void aKeyIsReportedOnceWithItsPlace() throws IOException {
		ConfigurableEnvironment environment = Environments.properties();
		addYaml(environment, "first.yml", "safequeue:\n  queues:\n    orders:\n      capcity: 5\n");
		addYaml(environment, "second.yml", "safequeue.queues.orders.capcity: 6\n");
		assertThat(lines(environment)).singleElement()
			.asString()
			.startsWith("Queue 'orders': the property 'safequeue.queues.orders.capcity' means nothing.")
			.contains("first.yml", "4:16")
			.doesNotContain("second.yml");
	}

	@ParameterizedTest
	@CsvSource({ "größe,größe", "with space,with space", "a/b,a/b" })
	void aNameThatLosesCharactersIsReported(String name, String bracketed) throws IOException {
		ConfigurableEnvironment environment = Environments.properties();
		addYaml(environment, "names.yml", "safequeue:\n  queues:\n    %s:\n      capacity: 5\n".formatted(name));
		assertThat(lines(environment)).singleElement()
			.asString()
			.contains("'safequeue.queues." + name + ".capacity'", "loses",
					"Write 'safequeue.queues[" + bracketed + "].capacity'", "names.yml");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "\"[größe]\"", "\"[order.lines]\"", "orders", "Orders", "order-lines", "order_lines", "42" })
	void aNameThatIsReadAsItIsWrittenIsFine(String name) throws IOException {
		ConfigurableEnvironment environment = Environments.properties();
		addYaml(environment, "names.yml", "safequeue:\n  queues:\n    %s:\n      capacity: 5\n".formatted(name));
		assertThat(lines(environment)).isEmpty();
	}

	@Test
	void oneNameInTwoSpellingsIsReported() throws IOException {
		ConfigurableEnvironment environment = Environments.properties();
		addYaml(environment, "names.yml", """
				safequeue.queues:
				  orders-eu:
				    capacity: 5
				    concurrency: 2
				  ordersEu:
				    capacity: 6
				""");
		assertThat(lines(environment)).singleElement()
			.asString()
			.contains("'safequeue.queues.orders-eu.capacity' and 'safequeue.queues.ordersEu.capacity' are one property",
					"names.yml");
	}

	@Test
	void aSpellingMayDifferFromFileToFile() throws IOException {
		ConfigurableEnvironment environment = Environments.properties();
		addYaml(environment, "first.yml", "safequeue.queues.orders-eu.capacity: 5\n");
		addYaml(environment, "second.yml", "safequeue.queues.ordersEu.capacity: 6\n");
		assertThat(lines(environment)).isEmpty();
	}

	@Test
	void listsAndEmptyGroupsAreFine() throws IOException {
		ConfigurableEnvironment environment = Environments.properties();
		addYaml(environment, "lists.yml", """
				safequeue:
				  cleaner:
				  defaults:
				    retry:
				      max-retries: 1
				      includes:
				        - java.io.IOException
				        - java.lang.IllegalStateException
				  queues:
				    orders:
				""");
		Environments.addVariables(environment, "SAFEQUEUE_DEFAULTS_RETRY_EXCLUDES_0_=java.lang.Error");
		assertThat(lines(environment)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "cleaner.clean-on-close=true,cleaner.enabled=false",
			"task-executor.mode=replace,task-executor.enabled=false",
			"task-executor.queue=tasks,task-executor.enabled=false", "logging.queue-size=5,logging.enabled=false" })
	void keysOfADisabledPartAreReported(String key, String switchedOff) {
		String part = key.substring(0, key.indexOf('.'));
		assertThat(lines(Environments.properties("safequeue." + key, "safequeue." + switchedOff))).singleElement()
			.asString()
			.contains("'safequeue." + key.substring(0, key.indexOf('=')) + "' has no effect",
					"Set safequeue." + part + ".enabled to true");
		assertThat(lines(Environments.properties("safequeue." + key, "safequeue." + part + ".enabled=true"))).isEmpty();
	}

	@Test
	void eachPartThatCanBeSwitchedOffIsKnown() {
		List<String> groups = knownKeys().stream().map((key) -> key.split("\\.", -1)[1]).distinct().toList();
		List<String> parts = groups.stream()
			.filter((group) -> knownKeys().contains("safequeue.%s.enabled".formatted(group)))
			.filter((group) -> knownKeys().stream().filter((key) -> key.contains("." + group + ".")).count() > 1)
			.toList();
		assertThat(EffectiveKeys.parts(SafeQueueProperties.of(Environments.properties())).keySet())
			.containsExactlyInAnyOrderElementsOf(parts);
	}

	@Test
	void retryKeysWithoutRetriesAreReported() {
		String delay = "safequeue.queues.orders.retry.delay=2s";
		assertThat(lines(Environments.properties(delay))).singleElement()
			.asString()
			.contains("Queue 'orders'", "'safequeue.queues.orders.retry.delay' has no effect",
					"Set safequeue.queues.orders.retry.max-retries");
		assertThat(lines(Environments.properties("safequeue.defaults.retry.multiplier=2"))).singleElement()
			.asString()
			.contains("'safequeue.defaults.retry.multiplier' has no effect",
					"Set safequeue.defaults.retry.max-retries");
		assertThat(lines(Environments.properties(delay, "safequeue.queues.orders.retry.max-retries=1"))).isEmpty();
		assertThat(lines(Environments.properties(delay, "safequeue.queues.orders.retry.max-retries=-1"))).isEmpty();
		assertThat(lines(Environments.properties(delay, "safequeue.defaults.retry.max-retries=1"))).isEmpty();
		assertThat(lines(Environments.properties("safequeue.defaults.retry.delay=2s",
				"safequeue.queues.orders.retry.max-retries=1")))
			.isEmpty();
		assertThat(lines(Environments.properties(delay, "safequeue.defaults.retry.max-retries=1",
				"safequeue.queues.orders.retry.max-retries=0")))
			.hasSize(1);
	}

	@Test
	void keysOfAStoreThatNoQueueHasAreReported() {
		ConfigurableEnvironment environment = Environments.properties("safequeue.store.jdbc.lanes=16",
				"safequeue.queues.orders.capacity=5");
		SafeQueueProperties properties = SafeQueueProperties.of(environment);
		UselessKeys keys = new UselessKeys(environment, null);
		assertThat(keys.findOfStores(properties, Map.of("orders", "rabbit"))).singleElement()
			.asString()
			.contains("'safequeue.store.jdbc.lanes' has no effect", "no queue has the store 'jdbc'",
					"Set safequeue.queues.<name>.store to jdbc");
		assertThat(keys.findOfStores(properties, Map.of("mails", "jdbc"))).isEmpty();
	}

	@Test
	void keysOfAStoreThatTheQueueDoesNotHaveAreReported() {
		ConfigurableEnvironment environment = Environments.properties("safequeue.queues.mails.kafka.topic=post",
				"safequeue.queues.orders-eu.kafka.topic=orders", "safequeue.queues.mails.retry.delay=1s");
		assertThat(new UselessKeys(environment, null).findOfStores(SafeQueueProperties.of(environment),
				Map.of("ordersEu", "kafka", "mails", "jdbc")))
			.singleElement()
			.asString()
			.contains("Queue 'mails'", "'safequeue.queues.mails.kafka.topic' has no effect",
					"does not have the store 'kafka'", "Set safequeue.queues.mails.store to kafka");
	}

	@Test
	void nothingIsSaidOfQueuesThatAreLeftOut() {
		ConfigurableEnvironment environment = Environments.properties("safequeue.queues.order-lines.capcity=1",
				"safequeue.queues.order-lines.retry.delay=1s", "safequeue.queues.order-lines.required=false");
		Environments.addVariables(environment, "SAFEQUEUE_QUEUES_ORDER_LINES_CAPCITY=2");
		assertThat(new UselessKeys(environment, null).find(SafeQueueProperties.of(environment), Set.of("orderLines")))
			.isEmpty();
	}

	@Test
	void keysOfTheParentAreNotReportedAgain() {
		ConfigurableEnvironment parent = Environments.properties("safequeue.default.capacity=1");
		ConfigurableEnvironment child = Environments.properties("safequeue.default.capacity=1",
				"safequeue.default.concurrency=1");
		assertThat(new UselessKeys(child, parent).find(SafeQueueProperties.of(child), Set.of())).singleElement()
			.asString()
			.contains("concurrency");
	}

	@Test
	void keysOfOthersAreNotLookedAt() {
		assertThat(lines(Environments.properties("safequeues.capacity=1", "spring.safequeue.capcity=1",
				"management.endpoint.safequeues.access=none", "safe.queue.capacity=1")))
			.isEmpty();
	}

	private static void addYaml(ConfigurableEnvironment environment, String name, String yaml) throws IOException {
		new YamlPropertySourceLoader().load(name, new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8), name))
			.forEach(environment.getPropertySources()::addLast);
	}

	private static Collection<String> lines(ConfigurableEnvironment environment) {
		return new UselessKeys(environment, null).find(SafeQueueProperties.of(environment), Set.of());
	}

	private static List<String> unknown(ConfigurableEnvironment environment) {
		return lines(environment).stream().filter((line) -> line.contains("means nothing")).toList();
	}

	/** A value that can be bound. */
	private static String value(String key) {
		String last = key.substring(key.lastIndexOf('.') + 1);
		return switch (last) {
			case "wait-strategy" -> "park";
			case "mode" -> "replace";
			case "initialize-schema" -> "always";
			case "includes", "excludes" -> "java.io.IOException";
			case "handler", "queue", "dead-letter-queue", "item-type" -> "text";
			default -> "1";
		};
	}

}
