/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.safequeue.testing.ForkedJvm;

/**
 * A thread that does what it is told to, once, and nothing before. Interrupts do not
 * hurry it.
 */
final class BlockedHandler implements Runnable {

	private final CountDownLatch there = new CountDownLatch(1);

	private final CompletableFuture<Runnable> errand = new CompletableFuture<>();

	@Override
	public void run() {
		this.there.countDown();
		this.errand.join().run();
	}

	void send(Runnable errand) {
		this.errand.complete(errand);
	}

	/** Let it go on, if it was not sent before. */
	void dismiss() {
		send(() -> {
		});
	}

	void awaitThere() throws InterruptedException {
		await(this.there, "a handler call");
	}

	/** Wait for what must come, unless something is broken. */
	static void await(CountDownLatch latch, String what) throws InterruptedException {
		if (!latch.await(ForkedJvm.LIMIT.toSeconds() / 2, TimeUnit.SECONDS)) {
			throw new IllegalStateException("waited in vain for " + what);
		}
	}

}
