/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Interrupts a call that takes too long, and nothing that its thread does before or
 * afterwards. The thread of the call and the watchdog take turns: both hold the lock for
 * a moment only.
 */
final class CallTimer {

	private final long limit;

	/** The thread of the call, {@code null} while none is under way. */
	private @Nullable Thread thread;

	private long start;

	private boolean interrupted;

	CallTimer(Duration limit) {
		this.limit = Nanos.of(limit);
	}

	/** The current thread begins a call. */
	synchronized void begin() {
		this.thread = Thread.currentThread();
		this.start = System.nanoTime();
		this.interrupted = false;
	}

	/**
	 * The call ended. Return whether it was interrupted here; what it has left of that is
	 * taken back.
	 */
	synchronized boolean end() {
		this.thread = null;
		if (this.interrupted) {
			Thread.interrupted();
		}
		return this.interrupted;
	}

	/** Interrupt the call, once, if its time is over. Called by the watchdog. */
	synchronized void look(long now) {
		Thread thread = this.thread;
		if (thread != null && !this.interrupted && now - this.start >= this.limit) {
			this.interrupted = true;
			thread.interrupt();
		}
	}

}
