package io.github.safequeue.sample.page;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A scene that is really played from the page, and the screenshots of the documentation.
 */
class TaleBrowserTests {

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	@Test
	void sceneShowsWhatWasMeasuredOnBothSides() {
		try (Application application = new Application(0); Browser browser = new Browser()) {
			browser.open(application.port());
			await().atMost(PATIENCE).until(() -> browser.has("[data-scene=last-orders] button"));
			browser.find("[data-failing]").click();
			browser.find("[data-scene=last-orders] button").click();
			await().atMost(PATIENCE).until(() -> browser.has("[data-scene=last-orders] table"));
			assertThat(browser.text("[data-scene=last-orders] table")).contains("applicationTaskExecutor", "SafeQueue")
				.containsPattern("completed\\s+\\d+\\s+20");
			assertThat(browser.text("[data-scene=last-orders] .state")).contains("SafeQueue kept every promise");
			takeScreenshots(browser);
		}
	}

	private static void takeScreenshots(Browser browser) {
		browser.find("[data-orders='1000']").click();
		await().atMost(PATIENCE).until(() -> browser.number("[data-chart=waiting] .value") > 0);
		await().atMost(PATIENCE).until(() -> browser.text("#notice").isEmpty());
		browser.find("[data-orders='1000']").click();
		await().atMost(PATIENCE).until(() -> browser.number("[data-queue=orders] .depth") > 0);
		await().atMost(PATIENCE).until(() -> browser.text("#notice").isEmpty());
		browser.run("scrollTo(0, 0)");
		browser.window(1280, 930);
		browser.screenshot(Path.of("target", "page", "desktop.png"));
		browser.run("document.getElementById('tale-title').scrollIntoView()");
		browser.screenshot(Path.of("target", "page", "tale.png"));
		browser.run("scrollTo(0, 0)");
		browser.window(360, 740);
		browser.screenshot(Path.of("target", "page", "phone.png"));
	}

}
