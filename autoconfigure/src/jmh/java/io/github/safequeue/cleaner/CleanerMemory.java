/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.cleaner;

import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.github.safequeue.SafeQueues;
import io.github.safequeue.cleaner.CleanerBenchmark.Registry;
import io.github.safequeue.engine.ManagedQueue;

/**
 * Prints how much heap a registration takes while its object lives, with the JDK's
 * cleaner and with ours, over a million of them.
 */
public final class CleanerMemory {

	private static final int OBJECTS = 1_000_000;

	/** So that nothing is collected, and cleaned, while the next kind is measured. */
	private static final List<Object[]> kept = new ArrayList<>();

	private CleanerMemory() {
	}

	/**
	 * Measure and print.
	 * @param args none
	 */
	public static void main(String... args) {
		tell("java.lang.ref.Cleaner", Cleaner.create()::register);
		ManagedQueue<?> queue = (ManagedQueue<?>) SafeQueues.builder()
			.name("cleaner")
			.capacity(0)
			.handler(SafeCleaners.handler())
			.build();
		tell("SafeCleaner", SafeCleaners.on(queue, false)::register);
		tell("SafeCleaner, clean-on-close", SafeCleaners.on(queue, true)::register);
		queue.close();
	}

	private static void tell(String what, Registry registry) {
		Object[] objects = new Object[OBJECTS];
		Object[] cleanables = new Object[OBJECTS];
		Runnable action = () -> {
		};
		kept.addAll(List.of(objects, cleanables));
		for (int i = 0; i < OBJECTS; i++) {
			objects[i] = new Object();
		}
		long before = used();
		for (int i = 0; i < OBJECTS; i++) {
			cleanables[i] = registry.register(objects[i], action);
		}
		double each = (used() - before) / (double) OBJECTS;
		System.out.printf(Locale.ROOT, "%-30s %.0f bytes a registration%n", what, each);
	}

	private static long used() {
		for (int i = 0; i < 3; i++) {
			System.gc();
		}
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

}
