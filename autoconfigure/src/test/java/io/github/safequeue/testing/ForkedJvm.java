/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.testing;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application in a JVM of its own, of the same version as the JVM of the test. Its
 * class path holds what the starter brings and nothing that is optional. Output and
 * errors are read as one stream. Used by one thread.
 */
public final class ForkedJvm implements AutoCloseable {

	/** How long anything may take on a machine that is busy with other things. */
	public static final Duration LIMIT = Duration.ofSeconds(60);

	private static final Pattern NEEDED = Pattern.compile(
			"(spring-(boot|boot-autoconfigure|core|beans|context|aop|expression)|jctools-core.*|jspecify|commons-logging"
					+ "|slf4j-api|logback-.*|micrometer-(commons|observation)|jakarta\\.annotation-api)-\\d[^/]*\\.jar");

	private final Process process;

	private final Thread reader;

	private final List<String> output = new CopyOnWriteArrayList<>();

	private ForkedJvm(List<String> command) {
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
		try {
			this.process = builder.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.reader = new Thread(this::read, "output of " + this.process.pid());
		this.reader.setDaemon(true);
		this.reader.start();
	}

	/**
	 * Start an application from the class path.
	 * @param main its main class
	 * @param args its arguments
	 */
	public static ForkedJvm start(Class<?> main, Object... args) {
		List<String> command = java();
		command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath()), main.getName()));
		Arrays.stream(args).map(Object::toString).forEach(command::add);
		return new ForkedJvm(command);
	}

	/**
	 * Start an application from the class path of the test, with everything on it.
	 * @param options options of the JVM
	 * @param main its main class
	 * @param args its arguments
	 */
	public static ForkedJvm startWith(List<String> options, Class<?> main, Object... args) {
		return startBy(List.of(), options, main, args);
	}

	/**
	 * Start an application by another program, which becomes the JVM.
	 * @param starter the program and its arguments
	 * @param options options of the JVM
	 * @param main its main class
	 * @param args its arguments
	 */
	public static ForkedJvm startBy(List<String> starter, List<String> options, Class<?> main, Object... args) {
		List<String> command = new ArrayList<>(starter);
		command.addAll(java());
		command.addAll(options);
		command.addAll(List.of("-cp",
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), main.getName()));
		Arrays.stream(args).map(Object::toString).forEach(command::add);
		return new ForkedJvm(command);
	}

	/**
	 * Start a JVM.
	 * @param options its options, main class and arguments
	 */
	public static ForkedJvm startWith(List<String> options) {
		List<String> command = java();
		command.addAll(options);
		return new ForkedJvm(command);
	}

	private static List<String> java() {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-XX:+UseSerialGC", "-Xmx160m"));
		if (Runtime.version().feature() >= 24) {
			command.add("--sun-misc-unsafe-memory-access=deny");
		}
		return command;
	}

	/** Return the entries of the test's class path that a user of the starter has too. */
	public static List<String> classPath() {
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		return Arrays.stream(classPath.split(File.pathSeparator))
			.filter((entry) -> new File(entry).isDirectory() || NEEDED.matcher(new File(entry).getName()).matches())
			.toList();
	}

	public static boolean hasVirtualThreads() {
		return Runtime.version().feature() >= 21;
	}

	private void read() {
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8))) {
			lines.lines().forEach(this.output::add);
		}
		catch (IOException | UncheckedIOException ex) {
			this.output.add("(end of output: " + ex + ")");
		}
	}

	/** Wait for a line that contains a text. */
	public ForkedJvm awaitLine(String text) {
		try {
			Awaitility.await()
				.atMost(LIMIT)
				.pollInterval(Duration.ofMillis(5))
				.until(() -> has(text) || !this.reader.isAlive());
		}
		catch (RuntimeException ex) {
			throw failure("no line with '" + text + "'");
		}
		if (!has(text)) {
			throw failure("ended without a line with '" + text + "'");
		}
		return this;
	}

	private boolean has(String text) {
		return this.output.stream().anyMatch((line) -> line.contains(text));
	}

	/** Return the number of the process. */
	public long pid() {
		return this.process.pid();
	}

	/** Return true, or fail with the output if the JVM has ended. */
	public boolean requireAlive() {
		if (!this.process.isAlive()) {
			throw failure("has ended");
		}
		return true;
	}

	/** Send a signal, such as {@code TERM}. */
	public ForkedJvm signal(String name) {
		assertThat(Signals.send(name, this.process.toHandle())).as("kill -s " + name).isZero();
		return this;
	}

	/** Send a signal to a JVM that may have ended already. */
	public ForkedJvm signalIfAlive(String name) {
		Signals.send(name, this.process.toHandle());
		return this;
	}

	/** Send a signal again and again, ten at a time, until the JVM has ended. */
	public ForkedJvm signalUntilItEnds(String name) {
		String loop = "while %s; do sleep 0.001; done".formatted(String.join(" && ",
				Collections.nCopies(10, "kill -s %s %d 2>/dev/null".formatted(name, this.process.pid()))));
		try {
			new ProcessBuilder("sh", "-c", loop).inheritIO().start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return this;
	}

	/**
	 * Return a signal that ends a JVM: {@code HUP} and {@code INT} do not where the JVM
	 * of the test was started to ignore them, such as by {@code nohup}.
	 * @param wanted the name of the signal
	 */
	public static String endingSignal(String wanted) {
		Path status = Path.of("/proc/self/status");
		try (Stream<String> lines = Files.exists(status) ? Files.lines(status) : Stream.empty()) {
			boolean ignored = lines.filter((line) -> line.startsWith("SigIgn:"))
				.map((line) -> new BigInteger(line.substring(7).strip(), 16))
				.anyMatch((mask) -> mask.testBit(signalNumber(wanted) - 1));
			return ignored ? "TERM" : wanted;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Return the exit code of a JVM that a signal ended. */
	public static int exitCodeAfter(String signal) {
		return 128 + signalNumber(signal);
	}

	private static int signalNumber(String name) {
		return switch (name) {
			case "HUP" -> 1;
			case "INT" -> 2;
			case "TERM" -> 15;
			default -> throw new IllegalArgumentException(name);
		};
	}

	/** Wait for the end, and return the exit code. */
	public int exitCode() {
		try {
			if (!this.process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
				throw failure("does not end");
			}
			this.reader.join(LIMIT.toMillis());
			return this.process.exitValue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public List<String> output() {
		return this.output;
	}

	public String outputText() {
		return this.output.stream().collect(Collectors.joining("\n  ", "\n  ", "\n"));
	}

	/** Return the lines that are logged at WARN or ERROR, or that the JVM warns by. */
	public List<String> complaints() {
		Pattern pattern = Pattern.compile("\\b(WARN|ERROR|WARNING|Exception)\\b");
		return this.output.stream().filter((line) -> pattern.matcher(line).find()).toList();
	}

	private AssertionError failure(String what) {
		if (this.process.isAlive()) {
			signalIfAlive("QUIT");
			try {
				Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> has("Heap"));
			}
			catch (RuntimeException ex) {
				// The output so far has to do.
			}
		}
		return new AssertionError("JVM " + this.process.pid() + " " + what + ":" + outputText());
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
