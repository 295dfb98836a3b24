/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What the thread does that stands where an {@link EndingApplication} ends.
 */
enum Ending {

	SYSTEM_EXIT, SPRING_EXIT, SYSTEM_EXIT_OF_SPRING_EXIT, CLOSE, RETURN, THROW,

	/** Waits for a limited time, which Spring does not interfere with. */
	AWAIT_SIGNAL,

	/**
	 * Waits until interrupted, which Spring does to a thread that holds up its closing.
	 */
	AWAIT_INTERRUPT,

	/** Waits for ever. Spring gives up a context that is refreshed by such a thread. */
	STICK;

	static final int CODE = 7;

	void end(ConfigurableApplicationContext context, CountDownLatch jvmEnds) {
		switch (this) {
			case SYSTEM_EXIT -> System.exit(CODE);
			case SPRING_EXIT -> SpringApplication.exit(context, () -> CODE);
			case SYSTEM_EXIT_OF_SPRING_EXIT -> System.exit(SpringApplication.exit(context, () -> CODE));
			case CLOSE -> context.close();
			case RETURN -> {
				// The end of main is the end of the JVM.
			}
			case THROW -> throw new IllegalStateException("thrown on purpose");
			case AWAIT_SIGNAL -> await(jvmEnds);
			case AWAIT_INTERRUPT -> awaitInterrupt();
			case STICK -> new CompletableFuture<Void>().join();
		}
	}

	static void await(CountDownLatch latch) {
		try {
			if (!latch.await(1, TimeUnit.HOURS)) {
				throw new IllegalStateException("Waited in vain");
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void awaitInterrupt() {
		try {
			new CountDownLatch(1).await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("interrupted", ex);
		}
	}

}
