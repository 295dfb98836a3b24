/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.demo.page;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

import io.github.safequeue.SafeQueueRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The page without a mouse.
 */
class KeyboardBrowserTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

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
		browser.openLive(application.port());
		await().atMost(PATIENCE).until(() -> browser.findAll(".worker").size() == 4 && browser.has(".scenario button"));
	}

	@AfterEach
	void resume() {
		application.bean(SafeQueueRegistry.class).all().forEach((queue) -> queue.resume());
	}

	@Test
	void everythingIsReachedInTheOrderOfThePageAndIsSeenToBe() {
		List<String> reached = new ArrayList<>();
		while (true) {
			browser.press(Keys.TAB);
			WebElement focused = browser.focused();
			if (focused.getTagName().equals("body")) {
				break;
			}
			reached.add(focused.getAccessibleName());
			assertThat(isSeen()).as("%s shows that it has the focus", reached).isTrue();
		}
		assertThat(reached).allMatch((name) -> !name.isBlank())
			.startsWith("pause audit", "pause invoices", "orders Healthy", "pause orders", "pause safeCleanerQueue",
					"pause safeQueue", "pause scenarios", "pause unsentInvoices", "Submit 1,000 orders",
					"Submit one that fails", "Submit one that gets stuck", "Release what is stuck")
			.containsSequence("safequeue-orders-1 idle", "safequeue-orders-2 idle")
			.contains("Run the racing counter")
			.endsWith("Health", "Endpoint", "Meters", "Latest orders");
	}

	private static boolean isSeen() {
		return (Boolean) browser.run("""
				const focused = document.activeElement;
				const shown = focused.matches('input') ? focused.closest('.queue') : focused;
				const { top, bottom } = focused.getBoundingClientRect();
				return getComputedStyle(shown).outlineStyle === 'solid' && bottom > 0 && top < innerHeight;""");
	}

	@Test
	void queueIsChosenByArrows() {
		tabTo("orders Healthy");
		browser.press(Keys.ARROW_DOWN);
		await().atMost(PATIENCE).until(() -> browser.text("#detail-title").equals("safeCleanerQueue"));
		browser.press(Keys.ARROW_UP);
		await().atMost(PATIENCE).until(() -> browser.text("#detail-title").equals("orders"));
	}

	@Test
	void buttonKeepsTheFocusWhenItsQueueMoves() {
		tabTo("pause scenarios");
		browser.press(Keys.ENTER);
		await().atMost(PATIENCE).until(() -> browser.find(".queue").getAttribute("data-queue").equals("scenarios"));
		assertThat(browser.text("#verdict")).isEqualTo("scenarios is paused.");
		assertThat(browser.focused().getAccessibleName()).isEqualTo("resume scenarios");
		browser.press(Keys.SPACE);
		await().atMost(PATIENCE).until(() -> browser.text("#verdict").equals("All 7 queues are healthy."));
		assertThat(browser.focused().getAccessibleName()).isEqualTo("pause scenarios");
		assertThat(browser.findAll(".queue").stream().map((row) -> row.getAttribute("data-queue"))).containsExactly(
				"audit", "invoices", "orders", "safeCleanerQueue", "safeQueue", "scenarios", "unsentInvoices");
	}

	@Test
	void workIsGivenAndAWorkerUnfolded() {
		tabTo("Submit 1,000 orders");
		browser.press(Keys.ENTER);
		await().atMost(PATIENCE).until(() -> browser.number(ORDERS + ".depth") > 0);
		tabTo("safequeue-orders-1");
		assertThat(marker()).isEqualTo("matrix(0.707107, -0.707107, 0.707107, 0.707107, 0, 0)");
		browser.press(Keys.ENTER);
		await().atMost(PATIENCE).until(() -> browser.text(".worker pre").contains("io.github.safequeue"));
		assertThat(marker()).isEqualTo("matrix(0.707107, 0.707107, -0.707107, 0.707107, 0, 0)");
		assertThat(browser.focused().getTagName()).isEqualTo("summary");
		await().atMost(PATIENCE).until(() -> browser.number(ORDERS + ".depth") == 0);
	}

	/** How the marker before the focused row is turned. */
	private static Object marker() {
		return browser.run("""
				const { content, transform, borderRightWidth } = getComputedStyle(document.activeElement, '::before');
				return content === 'none' || borderRightWidth === '0px' ? 'no marker' : transform;""");
	}

	@Test
	void scenarioIsRun() {
		tabTo("Run the racing counter");
		browser.press(Keys.ENTER);
		await().atMost(PATIENCE).until(() -> browser.text("[data-scenario=counter] .state").contains("met every"));
		assertThat(browser.focused().getText()).isEqualTo("Run again");
	}

	private static void tabTo(String name) {
		for (int pressed = 0; pressed < 60; pressed++) {
			if (browser.focused().getAccessibleName().startsWith(name)) {
				return;
			}
			browser.press(Keys.TAB);
		}
		throw new AssertionError("%s is not reached by Tab".formatted(name));
	}

}
