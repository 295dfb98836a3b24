/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.testing;

import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckAssertionError;

import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Runs a small piece of concurrent code under many schedules that Lincheck chooses, those
 * with the fewest switches first, as if memory were sequentially consistent. A thread of
 * a scenario waits for another one only to join it, or in a loop that reads what the
 * other one writes.
 */
public final class Schedules {

	private static final int SCHEDULES = Faults.scaled(120, 20_000);

	/** A defect must show early. */
	private static final int SCHEDULES_OF_A_DEFECT = 2_000;

	private Schedules() {
	}

	/**
	 * The scenario ends well under each schedule.
	 * @param scenario the scenario
	 */
	public static void holds(Runnable scenario) {
		Lincheck.runConcurrentTest(SCHEDULES, scenario);
	}

	/**
	 * The scenario fails under some schedule, with this text. Lincheck repeats the
	 * schedule to print it, and throws another exception should it not succeed.
	 * @param why the text of the check that fails
	 * @param scenario the scenario
	 */
	public static void isCaught(String why, Runnable scenario) {
		assertThatException().isThrownBy(() -> {
			try {
				Lincheck.runConcurrentTest(SCHEDULES_OF_A_DEFECT, scenario);
			}
			catch (LincheckAssertionError ex) {
				throw new IllegalStateException(ex.getMessage(), ex);
			}
		}).withMessageContaining("AssertionError: " + why);
	}

	/**
	 * Start a thread of a scenario.
	 * @param body what it does
	 * @return the thread
	 */
	public static Thread start(Runnable body) {
		Thread thread = new Thread(body);
		thread.start();
		return thread;
	}

	/**
	 * Wait until threads have ended.
	 * @param threads the threads
	 */
	public static void join(Thread... threads) {
		try {
			for (Thread thread : threads) {
				thread.join();
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Assertion of a scenario: plain, since all that it calls is explored as well.
	 * @param condition what should hold
	 * @param otherwise what is wrong if it does not
	 */
	public static void check(boolean condition, String otherwise) {
		if (!condition) {
			throw new AssertionError(otherwise);
		}
	}

}
