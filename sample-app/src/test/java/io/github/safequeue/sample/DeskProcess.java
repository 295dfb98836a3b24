/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The order desk in a JVM of its own, as a user starts it.
 */
final class DeskProcess implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");

	private final Process process;

	private final Path log;

	private DeskProcess(Process process, Path log) {
		this.process = process;
		this.log = log;
	}

	/**
	 * Start it, and wait until it answers.
	 * @param directory its working directory
	 * @param arguments its arguments
	 * @return the process
	 */
	static DeskProcess start(Path directory, List<String> arguments) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-cp",
						classPathWithoutTests(), SampleApplication.class.getName(), "--server.port=0"));
		command.addAll(arguments);
		Path log = Files.createTempFile(directory, "desk", ".log");
		DeskProcess desk = new DeskProcess(new ProcessBuilder(command).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start(), log);
		await().atMost(PATIENCE).until(() -> !desk.process.isAlive() || STARTED.matcher(desk.log()).find());
		assertThat(desk.process.isAlive()).as(desk::log).isTrue();
		return desk;
	}

	/** The tests have settings of their own, which nobody else has. */
	private static String classPathWithoutTests() {
		return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !entry.endsWith("test-classes"))
			.collect(Collectors.joining(File.pathSeparator));
	}

	String log() {
		try {
			return Files.readString(this.log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Desk desk() {
		Matcher started = STARTED.matcher(log());
		assertThat(started.find()).isTrue();
		return new Desk(Integer.parseInt(started.group(1)));
	}

	/** End it as {@code kill} does. */
	void stop() {
		this.process.destroy();
		this.process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
	}

	/** End it as {@code kill -9} does. */
	@Override
	public void close() {
		this.process.destroyForcibly().onExit().join();
	}

}
