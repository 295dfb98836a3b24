/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.RestClientException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The order desk with the profile {@code durable} is killed while it takes and stores
 * orders, and started again.
 */
@Timeout(300)
class KilledDeskTests {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final int KILLS = 3;

	private static final int CUSTOMERS = 16;

	/** How many orders are confirmed before each kill. */
	private static final int ENOUGH = 100;

	private static final List<String> ARGUMENTS = List.of("--spring.profiles.active=demo,durable",
			"--demo.slow-for=50ms", "--logging.level.io.github.safequeue.sample.invoices=debug");

	private static final Pattern MAIL = Pattern.compile("Mail (\\S+) is sent");

	@TempDir
	private Path directory;

	private final Set<String> confirmed = ConcurrentHashMap.newKeySet();

	@Test
	@Tag("faults")
	void fileLosesNoConfirmedOrder() throws Exception {
		Path file = this.directory.resolve("data").resolve("order-desk");
		losesNoConfirmedOrder("jdbc:h2:file:%s;IFEXISTS=TRUE".formatted(file), ARGUMENTS);
	}

	@Test
	@Tag("servers")
	void serverLosesNoConfirmedOrder() throws Exception {
		try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
			String url = server.getJdbcUrl("postgres", "postgres");
			List<String> arguments = new ArrayList<>(ARGUMENTS);
			arguments.add("--spring.datasource.url=" + url);
			losesNoConfirmedOrder(url, arguments);
		}
	}

	private void losesNoConfirmedOrder(String url, List<String> arguments) throws Exception {
		StringBuilder log = new StringBuilder();
		for (int kill = 0; kill < KILLS; kill++) {
			log.append(killWhileOrdersArrive(DeskProcess.start(this.directory, arguments)));
			assertThat(orders(url)).as("stored when it was killed").hasSizeLessThan(this.confirmed.size());
		}
		try (DeskProcess desk = DeskProcess.start(this.directory, arguments)) {
			await().atMost(PATIENCE).until(() -> isEmpty(desk, "orders") && isEmpty(desk, "invoices"));
			desk.stop();
			log.append(desk.log());
		}
		List<String> stored = orders(url);
		assertThat(stored).doesNotHaveDuplicates().containsAll(this.confirmed);
		assertThat(query(url, "select queue from safequeue_dead")).as("stored twice").isEmpty();
		assertThat(mails(log)).containsExactlyInAnyOrderElementsOf(stored);
	}

	/** Return what was logged. */
	private String killWhileOrdersArrive(DeskProcess process) {
		Desk desk = process.desk();
		int enough = this.confirmed.size() + ENOUGH;
		List<CompletableFuture<Void>> customers;
		try (process) {
			customers = IntStream.range(0, CUSTOMERS)
				.mapToObj((number) -> CompletableFuture.runAsync(() -> order(desk, "customer-" + number),
						(customer) -> new Thread(customer).start()))
				.toList();
			await().atMost(PATIENCE).until(() -> this.confirmed.size() >= enough);
		}
		customers.forEach(CompletableFuture::join);
		return process.log();
	}

	/** Order until the desk is gone. */
	private void order(Desk desk, String customer) {
		try {
			while (true) {
				ResponseEntity<Map<String, Object>> answer = desk.order(customer, "slow", 1);
				assertThat(answer.getBody()).containsEntry("confirmed", true);
				this.confirmed.add((String) answer.getBody().get("id"));
			}
		}
		catch (RestClientException ex) {
			// The last order has no answer: it may be stored, or not.
		}
	}

	private static boolean isEmpty(DeskProcess desk, String queue) {
		Map<?, ?> store = (Map<?, ?>) desk.desk().get("/actuator/safequeues/" + queue).getBody().get("store");
		return Integer.valueOf(0).equals(store.get("waiting"));
	}

	private static Set<String> mails(CharSequence log) {
		return MAIL.matcher(log).results().map((MatchResult mail) -> mail.group(1)).collect(Collectors.toSet());
	}

	private static List<String> orders(String url) throws SQLException {
		return query(url, "select id from orders");
	}

	private static List<String> query(String url, String sql) throws SQLException {
		try (Connection connection = DriverManager.getConnection(url);
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(sql)) {
			List<String> values = new ArrayList<>();
			while (rows.next()) {
				values.add(rows.getString(1));
			}
			return values;
		}
	}

}
