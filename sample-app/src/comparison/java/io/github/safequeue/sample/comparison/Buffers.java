/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A limited number of buffers. Like the JDK's direct buffers, they are given back by a
 * cleanup. A caller that finds none free asks for a collection and waits. Any thread.
 */
final class Buffers {

	private static final int COUNT = 256;

	private static final long WAIT_MILLIS = 50;

	private final Semaphore free = new Semaphore(COUNT);

	private final AtomicLong used = new AtomicLong();

	private final AtomicLong givenBack = new AtomicLong();

	private final Garbage garbage;

	private final Runnable note;

	/**
	 * Create buffers.
	 * @param garbage collects forgotten ones
	 * @param note what the cleanup does before the buffer is free
	 */
	Buffers(Garbage garbage, Runnable note) {
		this.garbage = garbage;
		this.note = note;
	}

	/** Take a buffer, and forget it. */
	void use() {
		try {
			if (!this.free.tryAcquire()) {
				waitForOne();
			}
			this.used.incrementAndGet();
			this.garbage.drop(this::giveBack);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void waitForOne() throws InterruptedException {
		do {
			System.gc();
		}
		while (!this.free.tryAcquire(WAIT_MILLIS, TimeUnit.MILLISECONDS));
	}

	private void giveBack() {
		this.note.run();
		this.free.release();
		this.givenBack.incrementAndGet();
	}

	long used() {
		return this.used.get();
	}

	long givenBack() {
		return this.givenBack.get();
	}

}
