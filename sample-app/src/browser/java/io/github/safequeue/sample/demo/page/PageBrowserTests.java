/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.demo.page;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.WebElement;

import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.sample.comparison.Comparison;
import io.github.safequeue.sample.comparison.Scenario;
import io.github.safequeue.sample.comparison.page.ScenarioRunnerDouble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The page in a real browser, with scenarios that end at once.
 */
class PageBrowserTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final List<String> SCENARIOS = Comparison.standard().scenarios().stream().map(Scenario::id).toList();

	private static final String ORDERS = "[data-queue=orders] ";

	private static Application application;

	private static Browser browser;

	@BeforeAll
	static void start() {
		application = Application.start();
		browser = new Browser();
	}

	@AfterAll
	static void stop() {
		browser.close();
		application.close();
	}

	@BeforeEach
	void open() {
		browser.window(1280, 900);
		browser.openLive(application.port());
	}

	@AfterEach
	void drain() {
		application.bean(ScenarioRunnerDouble.class).reset();
		application.bean(SafeQueueRegistry.class).all().forEach((queue) -> queue.resume());
		await().atMost(PATIENCE).until(() -> application.queue("orders").size() == 0);
	}

	@Test
	void pageLoadsWithAllItsPartsAndNoWordInTheConsole() {
		browser.console();
		open();
		assertThat(browser.findAll(".queue").stream().map((row) -> row.getAttribute("data-queue"))).containsExactly(
				"audit", "invoices", "orders", "safeCleanerQueue", "safeQueue", "scenarios", "unsentInvoices");
		assertThat(browser.findAll(".scenario").stream().map((card) -> card.getAttribute("data-scenario")))
			.containsExactlyElementsOf(SCENARIOS);
		assertThat(browser.text("#verdict")).isEqualTo("All 7 queues are healthy.");
		assertThat(browser.findAll(".chart canvas")).hasSize(4);
		await().atMost(PATIENCE).until(() -> browser.findAll(".worker").size() == 4);
		assertThat(browser.text("#detail-title")).isEqualTo("orders");
		assertThat(browser.text("main")).doesNotContain("Loading", "undefined", "NaN");
		assertThat(browser.console()).isEmpty();
	}

	@Test
	void ordersMakeDepthAndThroughputMove() {
		browser.find("[data-orders='1000']").click();
		await().atMost(PATIENCE).until(() -> browser.number(ORDERS + ".depth") > 0);
		await().atMost(PATIENCE).until(() -> browser.number("[data-chart=depth] .value") > 0);
		await().atMost(PATIENCE).until(() -> browser.number("[data-chart=rate] .value") > 0);
		assertThat(browser.text("#notice")).contains("orders accepted");
		await().atMost(PATIENCE).until(() -> browser.number(ORDERS + ".depth") == 0);
		await().atMost(PATIENCE).until(() -> browser.number("[data-chart=handling] .value") > 0);
		await().atMost(PATIENCE).until(() -> browser.number("[data-chart=waiting] .value") > 0);
		assertThat(Plot.columns(browser, "depth")).isNotEmpty();
		assertThat(Plot.columns(browser, "rate")).isNotEmpty();
	}

	@Test
	void pausedQueueFillsAndResumedQueueDrains() {
		WebElement button = browser.find(ORDERS + "button");
		assertThat(button.getAccessibleName()).isEqualTo("pause orders");
		button.click();
		await().atMost(PATIENCE).until(() -> browser.text(ORDERS + ".badge").equals("Paused"));
		assertThat(application.queue("orders").state()).isEqualTo(SafeQueueState.PAUSED);
		browser.find("[data-orders='1000']").click();
		await().atMost(PATIENCE).until(() -> browser.number(ORDERS + ".depth") >= 1000);
		assertThat(button.getAccessibleName()).isEqualTo("resume orders");
		button.click();
		await().atMost(PATIENCE).until(() -> !browser.text(ORDERS + ".badges").contains("Paused"));
		await().atMost(PATIENCE).until(() -> browser.number(ORDERS + ".depth") == 0);
	}

	@Test
	void workersAndTheirStacksAreShown() {
		browser.find("[data-orders='1000']").click();
		await().atMost(PATIENCE).until(() -> browser.text("#workers").contains("Order@"));
		browser.find(".worker summary").click();
		await().atMost(PATIENCE).until(() -> browser.text(".worker pre").contains("io.github.safequeue"));
		assertThat(browser.text("#workers")).doesNotContain("customer-");
	}

	@Test
	void deadLetterIsShownByTypeAndIdentity() {
		browser.find("[data-order=failing]").click();
		await().atMost(PATIENCE).until(() -> browser.has(".letter"));
		assertThat(browser.text(".letter")).contains("orders", "Order@", "IllegalStateException", "3 attempts");
	}

	@Test
	void scenariosRunOneAtATimeFromTheirButtons() {
		ScenarioRunnerDouble runner = application.bean(ScenarioRunnerDouble.class);
		for (String scenario : SCENARIOS) {
			runner.hold();
			String card = "[data-scenario='" + scenario + "'] ";
			WebElement button = browser.find(card + "button");
			await().atMost(PATIENCE).until(() -> "false".equals(button.getAttribute("aria-disabled")));
			button.click();
			await().atMost(PATIENCE).until(() -> browser.text(card + ".state").contains("Running for"));
			assertThat(browser.findAll(".scenario button"))
				.allSatisfy((each) -> assertThat(each.getAttribute("aria-disabled")).isEqualTo("true"));
			runner.end();
			await().atMost(PATIENCE).until(() -> browser.has(card + "table"));
			assertThat(browser.text(card + "table")).contains("no guard at all", "10,000 of 10,000");
			assertThat(browser.text(card + ".state")).contains("SafeQueue met every guarantee");
		}
		assertNothingIsWiderThanAPhone();
	}

	private void assertNothingIsWiderThanAPhone() {
		browser.window(360, 740);
		await().atMost(PATIENCE).until(() -> (Long) browser.run("return document.body.clientWidth") <= 360);
		assertThat((Long) browser.run("return document.documentElement.scrollWidth")).isLessThanOrEqualTo(360);
		assertThat((List<?>) browser.run("""
				return [...document.querySelectorAll('body *')].filter((element) => !element.closest('.plot, .hidden'))
					.filter((element) => element.getBoundingClientRect().right > 360.5)
					.map((element) => element.outerHTML.slice(0, 120));""")).isEmpty();
	}

	@Test
	void scenarioThatFailsSaysSo() {
		application.bean(ScenarioRunnerDouble.class).fail();
		String card = "[data-scenario='" + SCENARIOS.get(0) + "'] ";
		browser.find(card + "button").click();
		await().atMost(PATIENCE).until(() -> browser.text(card + ".state").contains("Could not be run"));
	}

	@Test
	void refusalOfTheServerIsShown() {
		browser.find("[data-queue=scenarios] button").click();
		await().atMost(PATIENCE).until(() -> browser.text("[data-queue=scenarios] .badge").equals("Paused"));
		assertThat(browser.run("""
				return fetch('api/scenarios/' + arguments[0], { method: 'POST', body: '{}',
					headers: { 'Content-Type': 'application/json' } }).then((answer) => answer.status)""",
				SCENARIOS.get(0)))
			.isEqualTo(202L);
		// As if the page had not learnt of it yet.
		browser.run(
				"const button = document.querySelector(arguments[0]); button.ariaDisabled = 'false'; button.click()",
				"[data-scenario='" + SCENARIOS.get(1) + "'] button");
		await().atMost(PATIENCE).until(() -> browser.text("#notice").contains("Another scenario is running"));
		await().atMost(PATIENCE)
			.until(() -> browser.text("[data-scenario='" + SCENARIOS.get(0) + "'] .state")
				.contains("Waits in the queue"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "light", "dark" })
	void textIsReadable(String scheme) {
		browser.scheme(scheme);
		browser.find("[data-order=failing]").click();
		await().atMost(PATIENCE).until(() -> browser.has(".letter"));
		String ground = (String) browser.run("return getComputedStyle(document.body).backgroundColor");
		assertThat(ground).isEqualTo(scheme.equals("dark") ? "rgb(16, 19, 24)" : "rgb(244, 245, 247)");
		assertThat((List<?>) browser.run(Readability.SCRIPT)).isEmpty();
		browser.screenshot(scheme);
		browser.scheme("light");
	}

}
