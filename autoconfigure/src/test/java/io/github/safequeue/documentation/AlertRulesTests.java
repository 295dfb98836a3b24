/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.documentation;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.metrics.SafeQueueMeters;
import io.github.safequeue.testing.StoredQueueDouble;
import io.github.safequeue.testing.TestQueues;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The alert rules that readers copy name meters and labels that Prometheus receives.
 */
class AlertRulesTests {

	private static final Page PAGE = Page.of("docs/operations.md");

	private static final Pattern METER = Pattern.compile("\\b([a-z]+_[a-z_]+)\\b");

	private static final Pattern SAMPLE = Pattern.compile("^(\\w+)\\{([^}]*)}", Pattern.MULTILINE);

	private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

	private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	private final TestQueues queues = new TestQueues();

	private final CloseableSafeQueue<Object> outgoing = SafeQueues.builder().name("mails").handler((item) -> {
	}).build();

	@BeforeEach
	void bind() {
		this.queues.add("orders", (item) -> {
		});
		this.queues.add(new StoredQueueDouble(null, this.outgoing));
		new SafeQueueMeters(this.queues, null).bindTo(this.registry);
	}

	@AfterEach
	void close() {
		this.queues.close();
		this.outgoing.close();
	}

	/** The labels of each meter as Prometheus scrapes it. */
	private Set<String> labels(String meter) {
		Set<String> labels = new TreeSet<>();
		SAMPLE.matcher(this.registry.scrape())
			.results()
			.filter((sample) -> sample.group(1).equals(meter))
			.forEach((sample) -> find(LABEL, sample.group(2)).forEach(labels::add));
		return labels;
	}

	private static Stream<String> find(Pattern pattern, String text) {
		return pattern.matcher(text).results().map((MatchResult result) -> result.group(1));
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> rules() {
		Map<String, Object> file = PAGE.snippets("yaml")
			.stream()
			.filter((snippet) -> snippet.code().startsWith("groups:"))
			.map((snippet) -> new Yaml().<Map<String, Object>>load(snippet.code()))
			.findFirst()
			.orElseThrow();
		return ((List<Map<String, Object>>) file.get("groups")).stream()
			.flatMap((group) -> ((List<Map<String, Object>>) group.get("rules")).stream())
			.toList();
	}

	@Test
	void eachRuleIsWhole() {
		assertThat(rules()).extracting((rule) -> rule.get("alert"))
			.contains("SafeQueueStuck", "SafeQueueRefuses", "SafeQueueBehind", "SafeQueueHealth",
					"SafeQueueUndelivered");
		assertThat(rules())
			.allSatisfy((rule) -> assertThat(rule).containsKeys("alert", "expr", "labels", "annotations"));
	}

	@Test
	void meterAndLabelsOfEachRuleAreScraped() {
		for (Map<String, Object> rule : rules()) {
			String expression = (String) rule.get("expr");
			Set<String> labels = new TreeSet<>(Set.of("instance"));
			for (String meter : find(METER, expression).toList()) {
				if (!meter.equals("probe_success")) {
					assertThat(labels(meter)).as("labels of %s in %s", meter, rule.get("alert")).contains("queue");
					labels.addAll(labels(meter));
				}
			}
			assertThat(labels).as("%s", rule.get("alert"))
				.containsAll(find(Pattern.compile("\\$labels\\.(\\w+)"), rule.get("annotations").toString()).toList());
			if (expression.contains("reason=")) {
				assertThat(labels).contains("reason");
			}
		}
	}

}
