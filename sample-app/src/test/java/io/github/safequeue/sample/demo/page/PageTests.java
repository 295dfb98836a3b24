/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.demo.page;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.test.context.ActiveProfiles;

import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.sample.Desk;
import io.github.safequeue.sample.comparison.page.ScenarioRunnerDouble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The page and the figures that it reads.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.datasource.url=jdbc:h2:mem:page-tests;DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE",
				"safequeue.queues.orders.capacity=64", "safequeue.queues.orders.retry.delay=1ms", "demo.slow-for=1ms" })
@ActiveProfiles("demo")
@Import(ScenarioRunnerDouble.Configuration.class)
class PageTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Pattern REFERENCE = Pattern.compile("(?:href|src)=\"([^\"]+)\"|from '([^']+)'");

	@Autowired
	private SafeQueueRegistry queues;

	@LocalServerPort
	private int port;

	private Desk desk;

	@BeforeEach
	void openDesk() {
		this.desk = new Desk(this.port);
	}

	@AfterEach
	void resume() {
		this.queues.all().forEach((queue) -> queue.resume());
	}

	@Test
	void pageAndAllThatItRefersToComeFromTheApplication() {
		assertThat(this.desk.text("/")).contains("<title>Order desk");
		Set<URI> found = new LinkedHashSet<>();
		collectReferences(URI.create("/"), found);
		assertThat(found)
			.contains(URI.create("/js/app.js"), URI.create("/js/chart.js"),
					URI.create("/webjars/uplot/dist/uPlot.min.css"), URI.create("/webjars/uplot/dist/uPlot.esm.js"))
			.allSatisfy((reference) -> {
				assertThat(reference.getHost()).as("host").isNull();
				assertThat(this.desk.status(reference.getPath())).isEqualTo(HttpStatus.OK);
			});
	}

	/** Collect what a file refers to, and what its scripts import. */
	private void collectReferences(URI file, Set<URI> found) {
		REFERENCE.matcher(this.desk.text(file.getPath()))
			.results()
			.map((match) -> file.resolve((match.group(1) != null) ? match.group(1) : match.group(2)))
			.filter(found::add)
			.filter((reference) -> reference.getPath().startsWith("/js/"))
			.forEach((script) -> collectReferences(script, found));
	}

	@Test
	void figuresAndTimesOfAllQueuesAreShown() {
		this.desk.order("alice", "tea", 1);
		await().atMost(PATIENCE).untilAsserted(() -> {
			assertThat(figures("orders")).containsEntry("state", "RUNNING").containsEntry("size", 0);
			assertThat((Integer) figures("orders").get("handled")).isPositive();
			assertThat((Integer) times("orders", "handling").get("count")).isPositive();
			assertThat((Double) times("orders", "handling").get("totalMillis")).isPositive();
			assertThat(times("orders", "waiting")).containsKeys("count", "totalMillis", "maxMillis");
		});
		assertThat(views().stream().map((view) -> part(view, "figures").get("name"))).containsExactly("audit",
				"invoices", "orders", "safeCleanerQueue", "safeQueue", "scenarios", "unsentInvoices");
	}

	@Test
	void healthAndDiagnosisOfAllQueuesAreShown() {
		Map<String, Object> overview = this.desk.get("/api/queues").getBody();
		assertThat(part(overview, "health")).containsEntry("status", "UP").containsEntry("problems", Map.of());
		assertThat(part(view("orders"), "diagnosis")).containsEntry("stuckCalls", 0)
			.containsEntry("thresholdMillis", 5000)
			.containsEntry("missingWorkers", 0)
			.containsEntry("blocked", false);
		assertThat(part(overview, "server")).containsEntry("managementPort", null)
			.hasEntrySatisfying("startedAt", (at) -> assertThat(Instant.parse((String) at)).isBefore(Instant.now()));
	}

	@Test
	void oneQueueIsShownPausedAndResumedAsByTheEndpoint() {
		assertThat((List<?>) this.desk.get("/api/queues/orders").getBody().get("workers")).hasSize(4);
		assertThat(change("orders", "pause").getBody()).containsEntry("state", "PAUSED");
		assertThat(change("orders", "resume").getBody()).containsEntry("state", "RUNNING");
		assertThat(change("orders", "stop").getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
		assertThat(change("unknown", "pause").getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
		assertThat(this.desk.get("/api/queues/unknown").getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
	}

	private ResponseEntity<Map<String, Object>> change(String queue, String action) {
		return this.desk.post("/api/queues/" + queue, Map.of("action", action));
	}

	@Test
	void trafficIsAcceptedAsFarAsThereIsRoomAndTheRestIsReportedRefused() {
		change("orders", "pause");
		long before = orders().accepted();
		Map<String, Object> receipt = this.desk.post("/api/traffic", Map.of("orders", 1000)).getBody();
		long accepted = ((Number) receipt.get("accepted")).longValue();
		assertThat(accepted).isBetween(1L, 999L).isEqualTo(orders().accepted() - before);
		assertThat(receipt).containsEntry("refused", 1000 - (int) accepted);
		assertThat((Integer) figures("orders").get("size")).isPositive();
		change("orders", "resume");
		await().atMost(PATIENCE).until(() -> orders().handled() + orders().failed() == orders().accepted());
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1, 10_001 })
	void trafficHasALimit(int orders) {
		assertThat(this.desk.post("/api/traffic", Map.of("orders", orders)).getStatusCode())
			.isEqualTo(HttpStatus.BAD_REQUEST);
	}

	@Test
	void deadLettersAreShownWithoutWhatTheyHold() {
		this.desk.order("secret-customer", "broken", 1);
		await().atMost(PATIENCE).until(() -> !letters().isEmpty());
		assertThat(letters().get(0)).containsEntry("queue", "orders")
			.containsEntry("cause", "java.lang.IllegalStateException")
			.containsEntry("attempts", 3)
			.hasEntrySatisfying("item",
					(item) -> assertThat((String) item).startsWith("io.github.safequeue.sample.orders.Order@"));
		assertThat(this.desk.text("/api/queues")).doesNotContain("secret-customer", "broken", "of this product");
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/x-www-form-urlencoded", "multipart/form-data;boundary=x", "text/plain" })
	void whatAFormOfAnotherSiteCanSendChangesNothing(String type) {
		long accepted = orders().accepted();
		for (String path : List.of("/api/traffic", "/orders", "/api/scenarios/counter", "/api/queues/orders",
				"/actuator/safequeues/orders")) {
			ResponseEntity<?> answer = this.desk.postForm(path, MediaType.parseMediaType(type));
			assertThat(answer.getStatusCode()).as(path).isEqualTo(HttpStatus.UNSUPPORTED_MEDIA_TYPE);
		}
		assertThat(orders().accepted()).isEqualTo(accepted);
		assertThat(orders().state()).isEqualTo(SafeQueueState.RUNNING);
		assertThat(this.desk.get("/api/scenarios/counter").getBody()).containsEntry("state", "NEW");
	}

	private SafeQueueSnapshot orders() {
		return this.queues.find("orders").orElseThrow().snapshot();
	}

	@SuppressWarnings("unchecked")
	private List<Map<String, Object>> views() {
		return (List<Map<String, Object>>) this.desk.get("/api/queues").getBody().get("queues");
	}

	@SuppressWarnings("unchecked")
	private List<Map<String, Object>> letters() {
		return (List<Map<String, Object>>) this.desk.get("/api/queues").getBody().get("deadLetters");
	}

	private Map<String, Object> figures(String queue) {
		return part(view(queue), "figures");
	}

	private Map<String, Object> times(String queue, String name) {
		return part(view(queue), name);
	}

	private Map<String, Object> view(String queue) {
		return views().stream()
			.filter((view) -> queue.equals(part(view, "figures").get("name")))
			.findFirst()
			.orElseThrow();
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> part(Map<String, Object> view, String name) {
		return (Map<String, Object>) view.get(name);
	}

}
