/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.demo.page;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;

import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

import static org.awaitility.Awaitility.await;

/**
 * A headless Chromium of the machine's own; nothing is downloaded. Used by one thread.
 */
final class Browser implements AutoCloseable {

	private final ChromeDriver driver;

	Browser() {
		ChromeOptions options = new ChromeOptions();
		options.setBinary(program("CHROMIUM", "/usr/bin/chromium"));
		options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
				"--disable-dev-shm-usage");
		LoggingPreferences logging = new LoggingPreferences();
		logging.enable(LogType.BROWSER, Level.ALL);
		options.setCapability(ChromeOptions.LOGGING_PREFS, logging);
		this.driver = new ChromeDriver(new ChromeDriverService.Builder()
			.usingDriverExecutable(program("CHROMEDRIVER", "/usr/bin/chromedriver"))
			.usingAnyFreePort()
			.build(), options);
		window(1280, 900);
	}

	private static File program(String variable, String otherwise) {
		File program = new File(System.getenv().getOrDefault(variable, otherwise));
		if (!program.canExecute()) {
			throw new IllegalStateException("There is no %s: install Debian's chromium and chromium-driver, or set %s"
				.formatted(program, variable));
		}
		return program;
	}

	void window(int width, int height) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
	}

	void scheme(String name) {
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", name))));
	}

	/** Open the page and wait until it shows what it has read. */
	void openLive(int port) {
		openLive(port, "/");
	}

	void openLive(int port, String path) {
		this.driver.get("http://localhost:" + port + path);
		await().atMost(Duration.ofSeconds(60)).until(() -> text("#updated").startsWith("Updated"));
	}

	String title() {
		return this.driver.getTitle();
	}

	/** Run a script before those of each page that is opened from now on. */
	void beforeEachPage(String script) {
		this.driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
	}

	WebElement find(String selector) {
		return this.driver.findElement(By.cssSelector(selector));
	}

	List<WebElement> findAll(String selector) {
		return this.driver.findElements(By.cssSelector(selector));
	}

	boolean has(String selector) {
		return !findAll(selector).isEmpty();
	}

	/** Return the text of an element, also of one outside of the window. */
	String text(String selector) {
		return (String) run("return document.querySelector(arguments[0])?.innerText ?? ''", selector);
	}

	/** Return the first number in the text of an element, -1 if there is none. */
	double number(String selector) {
		String digits = text(selector).replace(",", "").replaceAll("(?s)^\\D*(\\d+(\\.\\d+)?)?.*$", "$1");
		return digits.isEmpty() ? -1 : Double.parseDouble(digits);
	}

	void press(CharSequence... keys) {
		focused().sendKeys(keys);
	}

	WebElement focused() {
		return this.driver.switchTo().activeElement();
	}

	Object run(String script, Object... arguments) {
		return this.driver.executeScript(script, arguments);
	}

	/** Return what the console has logged since the last call. */
	List<String> console() {
		return this.driver.manage().logs().get(LogType.BROWSER).getAll().stream().map(LogEntry::toString).toList();
	}

	/**
	 * Take a picture for the developer; with {@code -Dtests.docs=write} for the
	 * documentation, too.
	 */
	void document(String name) {
		screenshot(name);
		if ("write".equals(System.getProperty("tests.docs"))) {
			write(Path.of("..", "docs", "images", "page-" + name + ".png"));
		}
	}

	void screenshot(String name) {
		write(Path.of("target", "page", name + ".png"));
	}

	private void write(Path file) {
		try {
			Files.createDirectories(file.getParent());
			Files.write(file, this.driver.getScreenshotAs(OutputType.BYTES));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
