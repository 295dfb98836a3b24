/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.demo.page;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A scenario that is really run from the page, and the screenshots of the documentation.
 */
class ComparisonBrowserTests {

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	private static final String DEPTH = "[data-queue=orders] .depth";

	@Test
	void scenarioShowsWhatWasMeasuredOfBothVariants() {
		try (Application application = Application.withScenarios(); Browser browser = new Browser()) {
			browser.openLive(application.port());
			await().atMost(PATIENCE).until(() -> browser.has("[data-scenario=last-orders] button"));
			browser.find("[data-order=failing]").click();
			browser.find("[data-scenario=last-orders] button").click();
			await().atMost(PATIENCE).until(() -> browser.has("[data-scenario=last-orders] table"));
			assertThat(browser.text("[data-scenario=last-orders] table"))
				.contains("applicationTaskExecutor", "SafeQueue")
				.containsPattern("completed\\s+\\d+\\s+20");
			assertThat(browser.text("[data-scenario=last-orders] .state")).contains("SafeQueue met every guarantee");
			takeScreenshots(browser);
		}
	}

	private static void takeScreenshots(Browser browser) {
		for (int burst = 0; burst < 2; burst++) {
			await().atMost(PATIENCE).until(() -> browser.number(DEPTH) == 0);
			browser.find("[data-orders='1000']").click();
			await().atMost(PATIENCE).until(() -> browser.number(DEPTH) > 0);
		}
		await().atMost(PATIENCE).until(() -> browser.number(DEPTH) < 800);
		browser.run("document.getElementById('notice').textContent = ''; scrollTo(0, 0)");
		browser.window(1280, 860);
		browser.document("desktop");
		browser.window(360, 740);
		browser.document("phone");
		browser.window(1280, 860);
		browser.run("document.getElementById('comparison-title').scrollIntoView()");
		browser.screenshot("comparison");
	}

}
