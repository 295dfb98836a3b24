/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * A thread that says when it is time to look into the store: at an interval, and when an
 * item of this process is due again. All methods may be called by any thread.
 */
final class Poller implements Runnable {

	private final Runnable look;

	private final long interval;

	private final String name;

	private @Nullable Thread thread;

	private volatile boolean stopped;

	/** When to look, as a value of {@link System#nanoTime()}. */
	private long next;

	/**
	 * Create a poller.
	 * @param name the name of its thread
	 * @param interval the time between two looks
	 * @param look called each time, must not block
	 */
	Poller(String name, Duration interval, Runnable look) {
		this.name = name;
		this.interval = Math.max(1, interval.toNanos());
		this.look = look;
	}

	/** Look now, and again and again. */
	synchronized void start() {
		if (this.thread == null && !this.stopped) {
			this.next = System.nanoTime();
			Thread thread = new Thread(null, this, this.name, 0, false);
			thread.setDaemon(true);
			this.thread = thread;
			thread.start();
		}
	}

	/** Look for the last time. */
	synchronized void stop() {
		this.stopped = true;
		LockSupport.unpark(this.thread);
	}

	/** Look after a time, if not earlier. */
	synchronized void lookIn(Duration time) {
		long due = System.nanoTime() + time.toNanos();
		if (due - this.next < 0) {
			this.next = due;
			LockSupport.unpark(this.thread);
		}
	}

	@Override
	public void run() {
		while (!this.stopped) {
			long left = leftUntilLook();
			if (left > 0) {
				LockSupport.parkNanos(this, left);
			}
			else {
				this.look.run();
			}
		}
	}

	/** Return how long to wait, or make out the look after this one. */
	private synchronized long leftUntilLook() {
		long now = System.nanoTime();
		long left = this.next - now;
		if (left <= 0) {
			this.next = now + this.interval;
		}
		return left;
	}

}
