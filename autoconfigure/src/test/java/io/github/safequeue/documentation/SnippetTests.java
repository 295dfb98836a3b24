/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.documentation;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

import io.github.safequeue.autoconfigure.properties.DeclaredKeys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What readers may copy from the pages compiles, parses and uses keys that exist.
 */
class SnippetTests {

	/** Its test class is that of the sample, whose dependencies are not here. */
	private static final String OF_THE_SAMPLE = "docs/testing.md";

	static Stream<Page> pagesWithJava() {
		return pagesWith("java").filter((page) -> !page.toString().equals(OF_THE_SAMPLE));
	}

	@ParameterizedTest
	@MethodSource("pagesWithJava")
	void javaCompiles(Page page) {
		assertThat(SnippetCompiler.compile(page)).isNotEmpty();
	}

	static Stream<Page> pagesWithYaml() {
		return pagesWith("yaml");
	}

	@ParameterizedTest
	@MethodSource("pagesWithYaml")
	void yamlHasKnownKeysOnly(Page page) throws IOException {
		Set<String> known = new DeclaredKeys().defaults().keySet();
		for (Snippet snippet : page.snippets("yaml")) {
			Set<String> keys = keys(snippet);
			assertThat(keys).as("%s", snippet).isNotEmpty();
			keys.removeIf((key) -> !key.startsWith("safequeue."));
			assertThat(known).as("%s", snippet).containsAll(keys);
		}
	}

	static Stream<Page> pagesWithXml() {
		return pagesWith("xml");
	}

	@ParameterizedTest
	@MethodSource("pagesWithXml")
	void xmlIsWellFormed(Page page) throws Exception {
		for (Snippet snippet : page.snippets("xml")) {
			try {
				DocumentBuilderFactory.newInstance()
					.newDocumentBuilder()
					.parse(new InputSource(new StringReader(snippet.code())));
			}
			catch (SAXException ex) {
				throw new AssertionError(snippet + ": " + ex.getMessage(), ex);
			}
		}
	}

	@Test
	void testClassIsThatOfTheSample() throws IOException {
		Snippet snippet = Page.of(OF_THE_SAMPLE).snippets("java").get(0);
		List<String> missing = new ArrayList<>(snippet.code().lines().toList());
		// The sample's test has a database of its own there.
		missing.removeIf((line) -> line.startsWith("@SpringBootTest"));
		missing.removeAll(Files.readAllLines(
				Page.ROOT.resolve("sample-app/src/test/java/io/github/safequeue/sample/OrdersByHandTests.java")));
		assertThat(missing).as("%s", snippet).isEmpty();
	}

	@Test
	void timesOfTheDeploymentAddUp() throws IOException {
		Map<String, String> values = new TreeMap<>();
		for (Snippet snippet : Page.of("docs/deploying.md").snippets("yaml")) {
			for (EnumerablePropertySource<?> source : load(snippet)) {
				for (String key : source.getPropertyNames()) {
					values.put(key, String.valueOf(source.getProperty(key)));
				}
			}
		}
		Duration needed = DurationStyle.detectAndParse(values.get("safequeue.shutdown.drain-timeout"))
			.plus(DurationStyle.detectAndParse(values.get("spring.lifecycle.timeout-per-shutdown-phase")))
			.plusSeconds(Long.parseLong(values.get("spec.containers[0].lifecycle.preStop.sleep.seconds")))
			.plusSeconds(2);
		assertThat(needed.toSeconds()).isLessThan(Long.parseLong(values.get("spec.terminationGracePeriodSeconds")));
	}

	private static Stream<Page> pagesWith(String language) {
		return Page.all().filter((page) -> !page.snippets(language).isEmpty());
	}

	/** The keys of a snippet, which may hold several documents. */
	private static Set<String> keys(Snippet snippet) throws IOException {
		Set<String> keys = new TreeSet<>();
		for (EnumerablePropertySource<?> source : load(snippet)) {
			for (String key : source.getPropertyNames()) {
				keys.add(key.replaceFirst("^safequeue\\.queues\\.[^.]+", "safequeue.queues.<name>")
					.replaceFirst("\\[\\d+]$", ""));
			}
		}
		return keys;
	}

	private static List<EnumerablePropertySource<?>> load(Snippet snippet) throws IOException {
		List<EnumerablePropertySource<?>> sources = new ArrayList<>();
		new YamlPropertySourceLoader().load(snippet.toString(), new ByteArrayResource(snippet.code().getBytes(UTF_8)))
			.forEach((source) -> sources.add((EnumerablePropertySource<?>) source));
		return sources;
	}

}
