/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sends signals to other processes. Any thread.
 */
public final class Signals {

	private Signals() {
	}

	/**
	 * Send a signal to a process.
	 * @param name the name of the signal, such as {@code TERM}
	 * @param process the process
	 * @return the exit code of {@code kill}
	 */
	public static int send(String name, ProcessHandle process) {
		return send(name, Stream.of(process));
	}

	/**
	 * Send a signal to a process and to all that it has started.
	 * @param name the name of the signal
	 * @param process the process
	 * @return the exit code of {@code kill}
	 */
	public static int sendToAll(String name, ProcessHandle process) {
		return send(name, Stream.concat(Stream.of(process), process.descendants()));
	}

	private static int send(String name, Stream<ProcessHandle> processes) {
		List<String> command = new ArrayList<>(List.of("kill", "-s", name));
		processes.forEach((process) -> command.add(Long.toString(process.pid())));
		try {
			Process kill = new ProcessBuilder(command).inheritIO().start();
			assertThat(kill.waitFor(ForkedJvm.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
			return kill.exitValue();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
