/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.properties;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.io.ByteArrayResource;

import io.github.safequeue.WaitStrategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * The properties classes, the metadata for IDEs and {@code docs/configuration.md} say the
 * same.
 */
class ConfigurationMetadataTests {

	private static final String QUEUE = "safequeue.queues.<name>.";

	private static final String METADATA = "/META-INF/spring-configuration-metadata.json";

	private static final String QUEUE_METADATA = "/META-INF/spring/configuration-metadata/%s.json"
		.formatted(SafeQueueProperties.Queue.class.getName());

	private final Map<String, Optional<String>> declared = new DeclaredKeys().defaults();

	private final DocumentedKeys documented = new DocumentedKeys();

	private final Map<String, Map<String, Object>> properties = new TreeMap<>();

	private final Map<String, Map<String, Object>> hints = new TreeMap<>();

	@BeforeEach
	void readMetadata() throws IOException {
		read(METADATA, "");
		read(QUEUE_METADATA, QUEUE);
	}

	@Test
	void classesMetadataAndGuideKnowTheSameKeys() {
		assertThat(this.declared).hasSizeGreaterThan(20);
		assertThat(this.documented.rows().keySet()).isEqualTo(this.declared.keySet());
		this.properties.remove("safequeue.queues");
		// Boot's own keys of every endpoint.
		this.properties.keySet().removeIf((key) -> key.startsWith("management.endpoint.safequeues."));
		assertThat(this.properties.keySet()).isEqualTo(this.declared.keySet());
	}

	@Test
	void classesMetadataAndGuideKnowTheSameDefaults() {
		this.declared.forEach((key, value) -> {
			assertThat(this.documented.rows().get(key).defaultValue()).as("guide: " + key)
				.isEqualTo(value.orElse(null));
			assertThat(Optional.ofNullable(this.properties.get(key).get("defaultValue")).map(Object::toString))
				.as("metadata: " + key)
				.isEqualTo(value);
		});
	}

	@Test
	void metadataAndGuideDescribeEachKeyInTheSameWords() {
		this.declared.keySet().forEach((key) -> {
			String description = String.valueOf(this.properties.get(key).get("description"));
			String firstSentence = description.replaceFirst("(?<=\\.) .*", "");
			assertThat(this.documented.rows().get(key).meaning()).as(key).isEqualTo(firstSentence);
		});
		assertThat(this.properties.get("safequeue.queues").get("description")).isNotNull();
	}

	@Test
	void aQueueHasEachKeyOfTheDefaultsAndItsHandler() {
		this.declared.keySet().stream().filter((key) -> key.startsWith(QUEUE)).forEach((key) -> {
			String standard = key.replace(QUEUE, "safequeue.defaults.");
			assertThat(this.documented.rows().get(key).standard())
				.isEqualTo(this.declared.containsKey(standard) ? standard : this.declared.get(key).orElse("none"));
		});
		this.declared.keySet()
			.stream()
			.filter((key) -> key.startsWith("safequeue.defaults."))
			.forEach((key) -> assertThat(this.declared).containsKey(key.replace("safequeue.defaults.", QUEUE)));
		assertThat(this.declared).containsKey(QUEUE + "handler");
	}

	@Test
	void hintsBelongToKnownKeysAndListAllWaitStrategies() {
		assertThat(this.hints.keySet()).containsExactlyInAnyOrder("safequeue.defaults.wait-strategy",
				"safequeue.defaults.dead-letter-queue", "safequeue.queues.keys", QUEUE + "wait-strategy",
				QUEUE + "dead-letter-queue", QUEUE + "handler", QUEUE + "item-type", "safequeue.task-executor.mode",
				"safequeue.task-executor.queue", "safequeue.defaults.retry.includes",
				"safequeue.defaults.retry.excludes", QUEUE + "retry.includes", QUEUE + "retry.excludes");
		List<String> strategies = Arrays.stream(WaitStrategy.values())
			.map((strategy) -> strategy.name().toLowerCase(Locale.ROOT).replace('_', '-'))
			.toList();
		for (String key : List.of("safequeue.defaults.wait-strategy", QUEUE + "wait-strategy")) {
			assertThat(list(this.hints.get(key), "values")).extracting((hint) -> hint.get("value"))
				.isEqualTo(strategies);
			assertThat(list(this.hints.get(key), "values"))
				.allSatisfy((hint) -> assertThat(hint).containsKey("description"));
		}
	}

	@Test
	void hintsReferToTypesThatExist() throws ClassNotFoundException {
		for (String key : List.of("safequeue.defaults.dead-letter-queue", "safequeue.task-executor.queue",
				QUEUE + "dead-letter-queue", QUEUE + "handler", "safequeue.defaults.retry.includes",
				QUEUE + "retry.excludes")) {
			Map<?, ?> parameters = (Map<?, ?>) list(this.hints.get(key), "providers").get(0).get("parameters");
			Class.forName((String) parameters.get("target"));
		}
	}

	@Test
	void examplesOfTheTablesAreValid() {
		this.documented.rows().forEach((key, row) -> {
			ConfigurableEnvironment environment = Environments
				.properties(key.replace("<name>", "orders") + "=" + row.example());
			assertThatNoException().as(key)
				.isThrownBy(() -> SafeQueuePropertiesValidator.validate(SafeQueueProperties.of(environment)));
		});
	}

	@Test
	void examplesInYamlAreValidAndUseKnownKeysOnly() throws IOException {
		assertThat(this.documented.examples()).isNotEmpty();
		for (String example : this.documented.examples()) {
			ConfigurableEnvironment environment = Environments.properties();
			new YamlPropertySourceLoader()
				.load("example", new ByteArrayResource(example.getBytes(StandardCharsets.UTF_8)))
				.forEach((source) -> {
					environment.getPropertySources().addLast(source);
					assertThat(((EnumerablePropertySource<?>) source).getPropertyNames())
						.allSatisfy((name) -> assertThat(this.declared)
							.containsKey(name.replaceFirst("queues\\.[^.]+", "queues.<name>")));
				});
			SafeQueuePropertiesValidator.validate(SafeQueueProperties.of(environment));
		}
	}

	private void read(String resource, String prefix) throws IOException {
		try (InputStream stream = SafeQueueProperties.class.getResourceAsStream(resource)) {
			String json = new String(Objects.requireNonNull(stream, resource).readAllBytes(), StandardCharsets.UTF_8);
			Map<String, Object> metadata = JsonParserFactory.getJsonParser().parseMap(json);
			list(metadata, "properties")
				.forEach((property) -> this.properties.put(prefix + property.get("name"), property));
			list(metadata, "hints").forEach((hint) -> this.hints.put(prefix + hint.get("name"), hint));
		}
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> list(Map<String, Object> map, String key) {
		return (List<Map<String, Object>>) Objects.requireNonNull(map.get(key), key);
	}

}
