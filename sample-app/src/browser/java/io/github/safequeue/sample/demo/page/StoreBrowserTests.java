/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.demo.page;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.StoredQueueDiagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the page shows of a queue with a store.
 */
class StoreBrowserTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final String ORDERS = "[data-queue=orders] ";

	private static final int CONNECTIONS = 10;

	@TempDir
	private Path directory;

	private Browser browser;

	@BeforeEach
	void openBrowser() {
		this.browser = new Browser();
	}

	@AfterEach
	void closeBrowser() {
		this.browser.close();
	}

	private Application start() {
		return Application.start("--safequeue.queues.orders.store=jdbc", "--safequeue.queues.orders.capacity=64",
				"--spring.datasource.url=jdbc:h2:file:%s;DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0"
					.formatted(this.directory.resolve("desk")),
				"--spring.datasource.hikari.connection-timeout=250",
				"--spring.datasource.hikari.maximum-pool-size=" + CONNECTIONS, "--spring.sql.init.mode=always");
	}

	private static StoredQueueDiagnostics orders(Application application) {
		return (StoredQueueDiagnostics) application.bean(SafeQueueRegistry.class).find("orders").orElseThrow();
	}

	@Test
	void deadLetterInTheStoreIsPutBack() {
		try (Application application = start()) {
			this.browser.console();
			this.browser.openLive(application.port());
			await().atMost(PATIENCE).until(() -> this.browser.find("#store").isDisplayed());
			assertThat(this.browser.text("#store-state")).startsWith("The store (jdbc) has been available since");
			assertThat(this.browser.text("#stored-letters")).isEqualTo("None.");
			application.desk().order("secret-customer", "broken", 1);
			await().atMost(PATIENCE).until(() -> this.browser.has("[data-requeue]"));
			assertThat(this.browser.text("#stored-letters")).contains("IllegalStateException", "3 deliveries");
			assertThat(this.browser.text("#store-figures")).containsPattern("dead letters\\s+1");
			assertThat(this.browser.text("#outgoing")).containsPattern("stored\\s+1");
			assertThat(this.browser.text("main")).doesNotContain("secret-customer");
			assertReadable();
			this.browser.find("[data-requeue]").sendKeys(Keys.ENTER);
			await().atMost(PATIENCE)
				.until(() -> this.browser.text("#notice").equals("The dead letter waits in the queue again."));
			await().atMost(PATIENCE).until(() -> orders(application).incoming().handled() == 1);
			await().atMost(PATIENCE).until(() -> this.browser.text("#stored-letters").equals("None."));
			assertThat(this.browser.focused().getTagName()).isIn("button", "h3");
			assertThat(this.browser.console()).isEmpty();
		}
	}

	@Test
	void queueInMemoryHasNoStore() {
		try (Application application = start()) {
			this.browser.openLive(application.port());
			await().atMost(PATIENCE).until(() -> this.browser.find("#store").isDisplayed());
			this.browser.find("[data-queue=audit] label").click();
			await().atMost(PATIENCE).until(() -> !this.browser.find("#store").isDisplayed());
		}
	}

	@Test
	void storeThatIsAwayIsShownFirstAndInWords() throws SQLException {
		try (Application application = start()) {
			this.browser.openLive(application.port());
			List<Connection> taken = takeAllConnections(application.bean(DataSource.class));
			try {
				await().atMost(PATIENCE).until(() -> {
					application.desk().order("alice", "tea", 1);
					return !orders(application).availability().available();
				});
				await().atMost(PATIENCE)
					.until(() -> this.browser.text("#verdict").contains("orders is without its store"));
				assertThat(this.browser.find(".queue").getAttribute("data-queue")).isEqualTo("orders");
				assertThat(this.browser.text(ORDERS + ".says")).containsPattern(
						"Its store \\(jdbc\\) has not been available since [\\d:]+\\. \\d+ items? waits? to be stored");
				await().atMost(PATIENCE)
					.until(() -> this.browser.text("#store-state")
						.startsWith("The store (jdbc) has not been available since"));
				assertThat(this.browser.text("#stored-letters")).isEqualTo("Not known.");
				assertReadable();
			}
			finally {
				close(taken);
			}
			await().atMost(PATIENCE).until(() -> this.browser.text("#verdict").equals("All 7 queues are healthy."));
		}
	}

	private static List<Connection> takeAllConnections(DataSource dataSource) {
		List<Connection> taken = new ArrayList<>();
		await().atMost(PATIENCE).ignoreExceptionsInstanceOf(SQLException.class).until(() -> {
			taken.add(dataSource.getConnection());
			return taken.size() == CONNECTIONS;
		});
		return taken;
	}

	private static void close(List<Connection> connections) throws SQLException {
		for (Connection connection : connections) {
			connection.close();
		}
	}

	private void assertReadable() {
		for (String scheme : List.of("dark", "light")) {
			this.browser.scheme(scheme);
			assertThat((List<?>) this.browser.run(Readability.SCRIPT)).as(scheme).isEmpty();
		}
		this.browser.run("document.getElementById('store').scrollIntoView()");
		this.browser.screenshot("store");
	}

}
