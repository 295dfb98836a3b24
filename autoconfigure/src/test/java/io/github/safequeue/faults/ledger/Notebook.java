/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Lines that outlive the process which writes them, though not the machine. Any thread.
 */
public final class Notebook {

	private final FileChannel channel;

	/**
	 * Open a notebook.
	 * @param directory where it is
	 * @param kind what it holds, such as "confirmed"
	 */
	public Notebook(Path directory, String kind) {
		try {
			this.channel = FileChannel.open(directory.resolve(ProcessHandle.current().pid() + "." + kind),
					StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Write a line of words. Its last word tells a whole line from the half of one. */
	public synchronized void note(Object... words) {
		StringBuilder line = new StringBuilder();
		for (Object word : words) {
			line.append(word).append(' ');
		}
		try {
			this.channel.write(ByteBuffer.wrap(line.append(".\n").toString().getBytes(StandardCharsets.UTF_8)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Return the lines of all processes, each as its words with the process in front. */
	public static List<List<String>> read(Path directory, String kind) {
		try (Stream<Path> files = Files.list(directory)) {
			return files.filter((file) -> file.toString().endsWith("." + kind)).flatMap(Notebook::read).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return how many lines about a queue a process has written so far.
	 * @param directory where its notebook is
	 * @param kind what that holds
	 * @param process the number of the process
	 * @param queue the first word of the lines
	 */
	public static long count(Path directory, String kind, long process, String queue) {
		Path file = directory.resolve(process + "." + kind);
		return Files.exists(file) ? read(file).filter((line) -> line.get(1).equals(queue)).count() : 0;
	}

	private static Stream<List<String>> read(Path file) {
		String process = String.valueOf(file.getFileName()).replaceFirst("\\..*", " ");
		try {
			return Files.readAllLines(file)
				.stream()
				.filter((line) -> line.endsWith(" ."))
				.map((line) -> List.of((process + line).split(" ")));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
