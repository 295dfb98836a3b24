/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import com.sun.management.OperatingSystemMXBean;

/**
 * Repeats what was measured while other processes kept the processors busy. On systems
 * without {@code /proc/stat} nothing is known of other processes and nothing is repeated.
 */
final class Undisturbed {

	private static final Path STATISTICS = Path.of("/proc/stat");

	private static final long NANOS_PER_TICK = 10_000_000;

	/** How much of one processor others may take. */
	private static final double ALLOWED = 0.25;

	private static final long PAUSE_MILLIS = 300;

	private final int tries;

	private int disturbed;

	/**
	 * Create an instance.
	 * @param tries how often to try at most
	 */
	Undisturbed(int tries) {
		this.tries = tries;
	}

	/**
	 * Call until others leave the processors alone, or all tries are used up.
	 * @param part what to call
	 * @param <T> what it returns
	 * @return what the last call returned
	 * @throws Exception what the call throws
	 */
	<T> T call(Callable<T> part) throws Exception {
		for (int i = 1;; i++) {
			long start = System.nanoTime();
			long before = others();
			T result = part.call();
			double share = (others() - before) / (double) (System.nanoTime() - start);
			if (share <= ALLOWED) {
				return result;
			}
			if (i >= this.tries) {
				this.disturbed++;
				return result;
			}
			Thread.sleep(PAUSE_MILLIS);
		}
	}

	/** How many calls were disturbed each time. */
	int disturbed() {
		return this.disturbed;
	}

	/** How long all processors together worked for others, in nanoseconds. */
	private static long others() throws IOException {
		if (!Files.isReadable(STATISTICS)) {
			return 0;
		}
		// user, nice, system, idle, waiting for input, interrupts (two kinds), stolen
		String[] columns = Files.readAllLines(STATISTICS).get(0).trim().split("\\s+", -1);
		long ticks = 0;
		for (int column = 1; column <= 8; column++) {
			if (column != 4 && column != 5) {
				ticks += Long.parseLong(columns[column]);
			}
		}
		OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
		return ticks * NANOS_PER_TICK - system.getProcessCpuTime();
	}

}
