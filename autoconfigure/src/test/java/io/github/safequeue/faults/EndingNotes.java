/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.testing.Figures;
import io.github.safequeue.testing.Outcomes;

/**
 * What an application that ends was answered, and what became of each item. Any thread.
 */
final class EndingNotes {

	static final Outcomes outcomes = new Outcomes();

	private static final AtomicInteger next = new AtomicInteger();

	private static volatile @Nullable SafeQueue<Order> orders;

	private EndingNotes() {
	}

	static void queue(SafeQueue<Order> queue) {
		orders = queue;
	}

	static void submit(int items) {
		SafeQueue<Order> queue = orders;
		for (int i = 0; queue != null && i < items; i++) {
			outcomes.offer(queue, new Order(next.getAndIncrement()));
		}
	}

	/**
	 * Write the figures, once no handler call is under way.
	 * @param file where to
	 * @param leftBehind how many calls never return
	 */
	static void write(Path file, int leftBehind) {
		SafeQueue<Order> queue = orders;
		if (queue == null) {
			return;
		}
		if (leftBehind == 0) {
			Figures.awaitNothingInFlight(queue);
		}
		new Figures().put(queue)
			.put("offered true", outcomes.accepted())
			.put("seen handled", outcomes.count("handled"))
			.put("came to no end", outcomes.lost())
			.write(file);
	}

	record Order(int number) {
	}

}
