/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.demo.page;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.springframework.http.HttpStatus;

import io.github.safequeue.sample.Desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the page says when something is wrong: a stuck queue, a full queue, a server that
 * is away or was restarted.
 */
class TroubleBrowserTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final String ORDERS = "[data-queue=orders] ";

	private static final int WAITING = 246;

	private Browser browser;

	@BeforeEach
	void openBrowser() {
		this.browser = new Browser();
	}

	@AfterEach
	void closeBrowser() {
		this.browser.close();
	}

	@Test
	void stuckQueueIsShownFirstAndInWords() {
		try (Application application = Application.start("--safequeue.queues.orders.stuck-threshold=2s",
				"--safequeue.shutdown.drain-timeout=200ms")) {
			this.browser.openLive(application.port());
			stickAllWorkers(application.desk());
			await().atMost(PATIENCE).until(() -> this.browser.text("#verdict").equals("orders is stuck."));
			assertThat(firstQueue()).isEqualTo("orders");
			assertThat(this.browser.text(ORDERS + ".badges")).isEqualTo("Stuck");
			await().atMost(PATIENCE)
				.until(() -> this.browser.text(ORDERS + ".says").contains(WAITING + " items wait, the oldest for "));
			assertThat(this.browser.text(ORDERS + ".says")).contains("All 4 workers are stuck, the longest for",
					"nothing is handled");
			assertThat(this.browser.text("#findings")).contains("All 4 workers are stuck", "Unfold a stuck worker");
			assertThat(this.browser.title()).startsWith("orders is stuck.");
			assertThat(this.browser.text("#workers")).containsPattern("Stuck for \\d+ s: Order@");
			assertThat(this.browser.text("main")).doesNotContain("secret-customer");
			this.browser.find("#findings summary").click();
			assertThat(this.browser.text("#findings details")).contains("worker safequeue-orders-1 has been handling",
					"(threshold 2 s)");
			this.browser.find("#findings summary").click();
			assertOnlyFiguresChange();
			assertReadableAndDocumented("stuck");
			this.browser.find("[data-release]").click();
			await().atMost(PATIENCE).until(() -> this.browser.text("#verdict").equals("All 7 queues are healthy."));
			assertThat(this.browser.text("#notice")).isEqualTo("4 orders go on.");
		}
	}

	/** Stick all workers, and let items wait behind them. */
	private static void stickAllWorkers(Desk desk) {
		for (int number = 0; number < 4 + WAITING; number++) {
			desk.order("secret-customer-" + number, (number < 4) ? "stuck" : "tea", 1);
		}
	}

	/** What is read out has no figures: it would be read out every second. */
	private void assertOnlyFiguresChange() {
		String says = this.browser.text(ORDERS + ".says");
		await().atMost(PATIENCE).until(() -> !this.browser.text(ORDERS + ".says").equals(says));
		assertThat(this.browser.find("#verdict").getAttribute("role")).isEqualTo("status");
		assertThat(this.browser.text("#verdict")).isEqualTo("orders is stuck.");
		assertThat(this.browser.findAll("[data-queue] [role], [data-queue] [aria-live]")).isEmpty();
	}

	private void assertReadableAndDocumented(String name) {
		for (String scheme : List.of("dark", "light")) {
			this.browser.scheme(scheme);
			assertThat((List<?>) this.browser.run(Readability.SCRIPT)).as(scheme).isEmpty();
			this.browser.screenshot(name + "-" + scheme);
		}
		this.browser.run("document.activeElement.blur(); document.getElementById('notice').textContent = ''");
		this.browser.document(name);
		this.browser.window(360, 740);
		await().atMost(PATIENCE).until(() -> (Long) this.browser.run("return document.body.clientWidth") <= 360);
		assertThat((Boolean) this.browser
			.run("return document.querySelector('.queue .says').getBoundingClientRect().bottom < innerHeight"))
			.as("the problem is in the first screen of a phone")
			.isTrue();
		this.browser.document(name + "-phone");
	}

	@Test
	void fullQueueIsShownFirstWithItsRefusals() {
		try (Application application = Application.start("--demo.slow-for=300ms",
				"--safequeue.shutdown.drain-timeout=200ms")) {
			this.browser.openLive(application.port());
			for (int burst = 1; burst <= 3; burst++) {
				long submitted = burst * 1000L;
				await().atMost(PATIENCE).until(() -> isOn(this.browser.find("[data-orders='1000']")));
				this.browser.find("[data-orders='1000']").click();
				await().atMost(PATIENCE)
					.until(() -> application.queue("orders").accepted()
							+ application.queue("orders").rejectedFull() == submitted);
			}
			long refused = application.queue("orders").rejectedFull();
			assertThat(refused).isGreaterThan(1900);
			await().atMost(PATIENCE).until(() -> this.browser.text("#verdict").equals("orders is full."));
			await().atMost(PATIENCE)
				.until(() -> this.browser.text(ORDERS + ".says")
					.contains("It has refused %,d items".formatted(refused)));
			assertThat(firstQueue()).isEqualTo("orders");
			assertThat(this.browser.text(ORDERS + ".badges")).isEqualTo("Full");
			assertThat(this.browser.text("#findings")).contains("1,024 places are taken", "More is submitted");
			assertThat(colour(ORDERS + ".meter span", "")).isEqualTo(colour(ORDERS + ".badge", "::before"))
				.isNotEqualTo(colour("[data-queue=audit] .meter span", ""));
			assertReadableAndDocumented("full");
		}
	}

	@Test
	void queueThatWasFullIsRemembered() {
		try (Application application = Application.start("--safequeue.queues.orders.capacity=64")) {
			this.browser.openLive(application.port());
			this.browser.find("[data-orders='1000']").click();
			await().atMost(PATIENCE).until(() -> this.browser.text("#verdict").equals("orders is full."));
			await().atMost(PATIENCE).until(() -> this.browser.text("#verdict").equals("orders was full."));
			assertThat(this.browser.text(ORDERS + ".says"))
				.matches("It refused 9\\d\\d items in the last two minutes. Now 0 of 64 places are taken.");
			// A page that is opened later does not report what was long ago.
			this.browser.openLive(application.port());
			assertThat(this.browser.text("#verdict")).isEqualTo("All 7 queues are healthy.");
			assertThat(this.browser.text("#totals")).containsPattern("refused: full\\s+9\\d\\d");
		}
	}

	@Test
	void serverThatIsAwayAndComesBackIsShown() {
		Application application = Application.start();
		int port = application.port();
		try {
			this.browser.openLive(port);
			application.desk().post("/api/queues/orders", Map.of("action", "pause"));
			this.browser.find("[data-orders='1000']").click();
			await().atMost(PATIENCE).until(() -> this.browser.number("[data-chart=depth] .value") == 1000);
			application.close();
			assertEverythingIsOffAndUnknown();
			application = Application.start("--server.port=" + port);
			await().atMost(PATIENCE).until(() -> this.browser.find("#restart").isDisplayed());
			assertThat(this.browser.text("#restart")).startsWith("The server restarted at");
			assertThat(this.browser.find("#trouble").isDisplayed()).isFalse();
			assertThat(this.browser.text("#verdict")).isEqualTo("All 7 queues are healthy.");
			await().atMost(PATIENCE)
				.until(() -> this.browser.findAll("button[data-asks]").stream().allMatch(TroubleBrowserTests::isOn));
			assertThat(Plot.widestGap(this.browser, "depth")).as("pixels without a line").isGreaterThan(8);
			this.browser.screenshot("restarted");
			this.browser.find("#restart button").sendKeys(Keys.ENTER);
			assertThat(this.browser.find("#restart").isDisplayed()).isFalse();
			assertThat(this.browser.focused().getAttribute("value")).isEqualTo("orders");
			this.browser.find("[data-orders='1000']").click();
			await().atMost(PATIENCE).until(() -> this.browser.number(ORDERS + ".depth") > 0);
		}
		finally {
			application.close();
		}
	}

	private void assertEverythingIsOffAndUnknown() {
		await().atMost(PATIENCE)
			.until(() -> this.browser.text("#trouble")
				.contains("The server does not answer. Everything below is from"));
		assertThat(this.browser.find("#trouble").getAttribute("role")).isEqualTo("alert");
		assertThat(this.browser.find("#verdict").isDisplayed()).isFalse();
		assertThat(this.browser.findAll(".queue .badge").stream().map(WebElement::getText)).hasSize(7)
			.containsOnly("Unknown");
		assertThat(this.browser.text(ORDERS + ".says")).matches("At [\\d:]+ it was nearly full and paused.");
		assertThat(this.browser.findAll("button[data-asks]")).hasSizeGreaterThan(10)
			.noneMatch(TroubleBrowserTests::isOn);
		this.browser.run("document.getElementById('notice').textContent = ''");
		this.browser.find("[data-orders='1000']").click();
		this.browser.screenshot("away");
		// The lines of the charts do not go on while nothing is known.
		await().atMost(PATIENCE).until(() -> Plot.emptyAtTheEnd(this.browser, "depth") > 15);
		assertThat(this.browser.text("#notice")).isEmpty();
	}

	@Test
	void managementIsFoundAtAnotherPortAndPath() {
		try (Application application = Application.start("--management.server.port=0",
				"--management.server.base-path=/management", "--management.endpoints.web.base-path=/ops")) {
			this.browser.console();
			this.browser.openLive(application.port());
			assertPageWorksWithItsLinks(application);
		}
	}

	@Test
	void pageWorksBelowAContextPath() {
		try (Application application = Application.start("--server.servlet.context-path=/desk",
				"--management.endpoints.web.base-path=/ops")) {
			this.browser.console();
			this.browser.openLive(application.port(), "/desk/");
			assertPageWorksWithItsLinks(application);
		}
	}

	private void assertPageWorksWithItsLinks(Application application) {
		assertThat(this.browser.text("#verdict")).isEqualTo("All 7 queues are healthy.");
		await().atMost(PATIENCE).until(() -> this.browser.findAll(".worker").size() == 4);
		this.browser.find(ORDERS + "button").click();
		await().atMost(PATIENCE).until(() -> this.browser.text(ORDERS + ".badge").equals("Paused"));
		assertThat(this.browser.findAll("footer a").stream().filter(WebElement::isDisplayed)).hasSize(4)
			.allSatisfy((link) -> assertThat(application.desk().statusOf(link.getAttribute("href")))
				.isEqualTo(HttpStatus.OK));
		assertThat(this.browser.console()).isEmpty();
	}

	private String firstQueue() {
		return this.browser.find(".queue").getAttribute("data-queue");
	}

	private static boolean isOn(WebElement button) {
		return !"true".equals(button.getAttribute("aria-disabled"));
	}

	private Object colour(String selector, String pseudo) {
		return this.browser.run(
				"return getComputedStyle(document.querySelector(arguments[0]), arguments[1]).backgroundColor", selector,
				pseudo);
	}

}
