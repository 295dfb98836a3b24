/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults;

import java.util.concurrent.CountDownLatch;

import io.github.safequeue.testing.ForkedJvm;

/**
 * Threads that lack something.
 */
final class ThreadCallSites {

	private static final long SMALL_STACK = 256 * 1024;

	private ThreadCallSites() {
	}

	/** Each carrier has a virtual thread that spins; one of them submits meanwhile. */
	static void busyCarriers(SubmissionBurst burst) throws InterruptedException {
		int carriers = Integer.getInteger("jdk.virtualThreadScheduler.parallelism",
				Runtime.getRuntime().availableProcessors());
		CountDownLatch busy = new CountDownLatch(carriers);
		CountDownLatch over = new CountDownLatch(1);
		for (int i = 0; i < carriers; i++) {
			boolean submits = i == 0;
			ThreadKind.VIRTUAL.start(() -> {
				busy.countDown();
				spinUntilZero(busy);
				if (submits) {
					try {
						burst.run();
					}
					finally {
						over.countDown();
					}
				}
				spinUntilZero(over);
			});
		}
		BlockedHandler.await(over, "the submissions to return");
	}

	private static void spinUntilZero(CountDownLatch latch) {
		long start = System.nanoTime();
		while (latch.getCount() > 0 && System.nanoTime() - start < ForkedJvm.LIMIT.toNanos() / 2) {
			Thread.onSpinWait();
		}
	}

	static void interrupted(SubmissionBurst burst) {
		Thread.currentThread().interrupt();
		boolean kept;
		try {
			burst.run();
		}
		finally {
			kept = Thread.interrupted();
		}
		if (!kept) {
			throw new IllegalStateException("the interrupt flag is gone");
		}
	}

	static void littleStack(ThreadKind kind, SubmissionBurst burst) throws InterruptedException {
		Runnable task = () -> {
			dive(burst);
			burst.finish();
		};
		Thread thread;
		if (kind == ThreadKind.VIRTUAL) {
			thread = ThreadKind.VIRTUAL.start(task);
		}
		else {
			thread = new Thread(null, task, "diver", SMALL_STACK);
			thread.setDaemon(true);
			thread.start();
		}
		thread.join(ForkedJvm.LIMIT.toMillis() / 2);
	}

	/** Submits one item a frame on the way up, from the frame where the stack ended. */
	@SuppressWarnings("InfiniteRecursion") // ends where the stack does
	private static void dive(SubmissionBurst burst) {
		try {
			dive(burst);
		}
		catch (StackOverflowError ex) {
			// The bottom.
		}
		try {
			if (!burst.isOver()) {
				burst.step();
			}
		}
		catch (StackOverflowError ex) {
			// No answer.
		}
	}

}
