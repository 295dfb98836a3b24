/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults;

import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.autoconfigure.QueueTestRunner;
import io.github.safequeue.testing.Faults;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Beans that submit to a queue bean with nothing left of their stack.
 */
@Timeout(300)
class StackOverflowInContextTests {

	private static final int FRAMES = 200;

	private final AtomicLong handled = new AtomicLong();

	private long answered;

	private long hits;

	private int frames;

	@Test
	void queueBeanStaysSoundWhereverTheStackEnds() {
		QueueTestRunner.create().withPropertyValues("safequeue.queues.safeQueue.capacity=512").run((context) -> {
			SafeQueue<Runnable> queue = QueueTestRunner.queue(context, "safeQueue");
			for (int i = 0; i < Faults.scaled(30, 1_000); i++) {
				Thread thread = new Thread(null, () -> begin(queue), "diver", 256 * 1024);
				thread.start();
				thread.join();
				QueueTestRunner.settle(queue);
			}
			SafeQueueSnapshot end = queue.snapshot();
			assertThat(end.handled()).isEqualTo(end.accepted()).isEqualTo(this.handled.get());
			assertThat(end.accepted()).isGreaterThanOrEqualTo(this.answered);
			assertThat(this.hits).isPositive();
			Faults.record("dying producers", "stack overflow at a queue bean", this.hits, end.accepted(),
					Math.max(0, this.answered - end.handled()));
		});
	}

	private void begin(SafeQueue<Runnable> queue) {
		this.frames = 0;
		dive(queue, this.handled::incrementAndGet);
	}

	@SuppressWarnings("InfiniteRecursion") // ends where the stack does
	private void dive(SafeQueue<Runnable> queue, Runnable task) {
		try {
			dive(queue, task);
		}
		catch (StackOverflowError ex) {
			// This frame is as deep as it gets.
		}
		if (this.frames < FRAMES) {
			this.frames++;
			try {
				if (queue.offer(task)) {
					this.answered++;
				}
			}
			catch (StackOverflowError ex) {
				this.hits++;
			}
		}
	}

}
