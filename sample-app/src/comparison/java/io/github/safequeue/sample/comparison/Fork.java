/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Runs a variant in a JVM of its own, with the class path of this one, and ends that JVM
 * when the variant has ended, makes no more steps, or takes too long.
 */
final class Fork implements AutoCloseable {

	private static final Duration LIMIT = Duration.ofMinutes(3);

	private static final long POLL_MILLIS = 10;

	private final Process process;

	private final Thread reader;

	private final Map<String, String> figures = new ConcurrentHashMap<>();

	private final List<String> otherLines = new CopyOnWriteArrayList<>();

	private volatile long lastStep;

	private Fork(String argument) throws IOException {
		this.lastStep = System.nanoTime();
		this.process = jvm(argument).start();
		this.reader = new Thread(this::read, "comparison-fork-" + this.process.pid());
		this.reader.setDaemon(true);
		this.reader.start();
	}

	static Outcome run(String scenario, Variant variant) {
		try (Fork fork = new Fork(ComparisonCommand.variant(scenario, variant.name()))) {
			return fork.await(scenario, variant);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while scenario '" + scenario + "' ran", ex);
		}
	}

	/**
	 * Prepare a JVM that runs a command of the comparison with the class path of this
	 * one.
	 * @param argument the command
	 * @return a builder that starts it, with all output on its standard output
	 */
	static ProcessBuilder jvm(String argument) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
		String classPath = System.getProperty("java.class.path");
		String main = ComparisonApplication.class.getName();
		// A class loader of the application's own is that of Spring Boot's executable
		// jar.
		boolean executableJar = Fork.class.getClassLoader() != ClassLoader.getSystemClassLoader();
		command
			.addAll(executableJar
					? List.of("-cp", classPath, "-Dloader.main=" + main,
							"org.springframework.boot.loader.launch.PropertiesLauncher")
					: List.of("-cp", classPath, main));
		command.add(argument);
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
		return builder;
	}

	private void read() {
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8))) {
			lines.lines().forEach(this::take);
		}
		catch (IOException | UncheckedIOException ex) {
			// The JVM was ended while it wrote.
		}
	}

	private void take(String line) {
		if (!line.startsWith(Progress.PREFIX)) {
			this.otherLines.add(line);
			return;
		}
		String[] figure = line.substring(Progress.PREFIX.length()).split(" ", 2);
		this.figures.put(figure[0], figure[1]);
		if (figure[0].equals(Progress.DONE)) {
			this.lastStep = System.nanoTime();
		}
	}

	private Outcome await(String scenario, Variant variant) throws InterruptedException {
		long start = System.nanoTime();
		while (!this.process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
			long now = System.nanoTime();
			if (isStuck(variant, now) || now - start > LIMIT.toNanos()) {
				return new Outcome(this.figures);
			}
		}
		this.reader.join(LIMIT.toMillis());
		if (!this.figures.containsKey(Progress.ENDED)) {
			throw new IllegalStateException("Variant '%s' of scenario '%s' failed: %s".formatted(variant.name(),
					scenario, String.join(System.lineSeparator(), this.otherLines)));
		}
		return new Outcome(this.figures);
	}

	/** Return whether the variant began and makes no more steps. */
	private boolean isStuck(Variant variant, long now) {
		return this.figures.containsKey(Progress.DONE) && now - this.lastStep > variant.patience().toNanos();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
