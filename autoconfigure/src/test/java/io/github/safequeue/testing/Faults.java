/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The campaign of faults: how far it goes, and what it found. It runs small unless
 * {@code -Dtests.faults=large} is set. What was tried is written to
 * {@code target/faults/jdk-<version>.csv}, a line for each fault, as soon as it is known.
 * May be called by any thread, and by several JVMs of one build.
 */
public final class Faults {

	private static final boolean LARGE = "large".equals(System.getProperty("tests.faults"));

	private static final String HEAD = "area,fault,tried,accepted,lost,slowest close in ms";

	private Faults() {
	}

	public static boolean isLarge() {
		return LARGE;
	}

	/** Return how often to try something. */
	public static int scaled(int small, int large) {
		return LARGE ? large : small;
	}

	/**
	 * Note what became of a fault. Results of the same fault are added up.
	 * @param area the kind of fault, such as "races of closing"
	 * @param fault the fault, in words
	 * @param tried how often it was tried
	 * @param accepted how many items were accepted meanwhile
	 * @param lost how many of those were neither handled, dead-lettered nor reported
	 * undelivered, or more than once
	 */
	public static void record(String area, String fault, long tried, long accepted, long lost) {
		record(area, fault, tried, accepted, lost, Duration.ZERO);
	}

	/**
	 * Note what became of a fault that ends in a closing.
	 * @param slowestClose how long closing took at worst, beyond the drain timeout if
	 * that was used up
	 * @see #record(String, String, long, long, long)
	 */
	public static void record(String area, String fault, long tried, long accepted, long lost, Duration slowestClose) {
		synchronized (Faults.class) {
			try {
				add(area + "," + fault, new Result(tried, accepted, lost, slowestClose.toMillis()));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	/** Results of an earlier build are replaced: the lock file names the build. */
	private static void add(String key, Result result) throws IOException {
		Path directory = Files.createDirectories(Path.of("target", "faults"));
		String name = "jdk-" + Runtime.version().feature();
		try (FileChannel lock = FileChannel.open(directory.resolve(name + ".build"), StandardOpenOption.CREATE,
				StandardOpenOption.READ, StandardOpenOption.WRITE); FileLock held = lock.lock()) {
			Path file = directory.resolve(name + ".csv");
			Map<String, Result> results = new TreeMap<>();
			if (isOfThisBuild(lock) && Files.exists(file)) {
				Files.readAllLines(file).stream().skip(1).forEach((line) -> Result.read(line, results));
			}
			results.merge(key, result, Result::plus);
			StringBuilder text = new StringBuilder(HEAD).append('\n');
			results.forEach((fault, sum) -> text.append(fault).append(sum).append('\n'));
			Files.writeString(file, text);
			held.release();
		}
	}

	private static boolean isOfThisBuild(FileChannel channel) throws IOException {
		String build = System.getProperty("tests.build", Long.toString(ProcessHandle.current().pid()));
		ByteBuffer buffer = ByteBuffer.allocate((int) channel.size());
		channel.read(buffer, 0);
		if (new String(buffer.array(), StandardCharsets.UTF_8).equals(build)) {
			return true;
		}
		channel.truncate(0);
		channel.write(ByteBuffer.wrap(build.getBytes(StandardCharsets.UTF_8)), 0);
		return false;
	}

	private record Result(long tried, long accepted, long lost, long slowestClose) {

		static void read(String line, Map<String, Result> target) {
			String[] parts = line.split(",", -1);
			target.put(parts[0] + "," + parts[1], new Result(Long.parseLong(parts[2]), Long.parseLong(parts[3]),
					Long.parseLong(parts[4]), Long.parseLong(parts[5])));
		}

		Result plus(Result more) {
			return new Result(this.tried + more.tried, this.accepted + more.accepted, this.lost + more.lost,
					Math.max(this.slowestClose, more.slowestClose));
		}

		@Override
		public String toString() {
			return String.format(Locale.ROOT, ",%d,%d,%d,%d", this.tried, this.accepted, this.lost, this.slowestClose);
		}

	}

}
