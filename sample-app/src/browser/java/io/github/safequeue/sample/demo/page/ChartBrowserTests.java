/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.demo.page;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The labels of the charts, and that they draw only what was read.
 */
class ChartBrowserTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static Application application;

	private static Browser browser;

	@BeforeAll
	static void start() {
		application = Application.start();
		browser = new Browser();
		browser.beforeEachPage(Plot.RECORDER);
		browser.openLive(application.port());
	}

	@AfterAll
	static void stop() {
		browser.close();
		application.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1280, 1000, 700, 360 })
	void labelsOfThePageDoNotOverlap(int width) {
		browser.window(width, 900);
		await().atMost(PATIENCE).until(() -> (Long) browser.run("return document.body.clientWidth") <= width);
		await().atMost(PATIENCE).untilAsserted(() -> assertThat((List<?>) browser.run(Plot.UNREADABLE)).isEmpty());
	}

	@ParameterizedTest
	@MethodSource("values")
	void labelsOfAnyValueDoNotOverlap(Map.Entry<String, List<Double>> values) {
		browser.window(1280, 900);
		for (int width : List.of(240, 328, 700)) {
			Plot.add(browser, values, width);
			assertThat((List<?>) browser.run(Plot.UNREADABLE)).as("%d pixels, %s", width, values).isEmpty();
		}
		browser.run("document.querySelector('#extra').remove()");
	}

	static Stream<Map.Entry<String, List<Double>>> values() {
		return Stream.of("number", "rate", "millis")
			.flatMap((format) -> Stream.of(0.0004, 0.03, 1.0, 17.0, 950.0, 9_999.0, 123_456.0, 8_000_000.0)
				.map((value) -> Map.entry(format, List.of(0.0, value / 2, value))));
	}

	@Test
	void gapBetweenReadingsStaysAGap() {
		String script = """
				return import('/js/history.js').then(({ History }) => {
					const none = { count: 0, totalMillis: 0 };
					const view = (size, handled) => ({ waiting: none, handling: none,
						figures: { size, handled, failed: 0, undelivered: 0, rejectedFull: 0 } });
					const history = new History();
					history.add(100, view(5, 10), 'first');
					history.add(101, view(5, 12), 'first');
					history.add(111, view(5, 50), 'first');
					history.add(112, view(5, 51), 'second');
					history.add(113, view(5, 53), 'second');
					return ['at', 'depth', 'rate'].map((name) => history.column(name).join());
				});""";
		assertThat((List<?>) browser.run(script))
			.isEqualTo(List.of("100,101,106,111,111.5,112,113", "5,5,,5,,5,5", ",2,,,,,2"));
	}

}
