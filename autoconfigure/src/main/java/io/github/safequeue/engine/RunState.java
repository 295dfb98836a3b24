/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import io.github.safequeue.engine.buffer.PaddedLong;

/**
 * The state that a queue's workers act on, one word of bits. Workers read it before each
 * item; 0 means handle what comes.
 */
final class RunState {

	/** The workers were not started, or were stopped together with the context. */
	static final int SUSPENDED = 1;

	/** Paused by the user. */
	static final int PAUSED = 2;

	/** Handle, and close when nothing is left. */
	static final int DRAINING = 4;

	/** Start no further item, and end. */
	static final int STOPPED = 8;

	/** Handle what waits, and stay open: the closing of the context has begun. */
	static final int FLUSHING = 16;

	/** Workers read it for each item. */
	private final PaddedLong word = new PaddedLong();

	RunState() {
		this.word.set(SUSPENDED);
	}

	int get() {
		return (int) this.word.get();
	}

	boolean has(int bit) {
		return (get() & bit) != 0;
	}

	/** Whether the next item may be started. */
	boolean mayStart() {
		return mayStart(get());
	}

	static boolean mayStart(int word) {
		return (word & (SUSPENDED | PAUSED | STOPPED)) == 0;
	}

	void set(int bit) {
		update(bit, 0);
	}

	/** Clear a bit, and return whether it was set. */
	boolean clear(int bit) {
		return (update(0, bit) & bit) != 0;
	}

	/** Begin to drain: handle even if paused or suspended. */
	void drain() {
		update(DRAINING, SUSPENDED | PAUSED);
	}

	/** Begin to flush: handle even if paused or suspended. */
	void flush() {
		update(FLUSHING, SUSPENDED | PAUSED);
	}

	/**
	 * Set a bit unless the queue drains or is flushed, and return whether that changed
	 * it.
	 */
	boolean setUnlessDraining(int bit) {
		int now = get();
		while ((now & (DRAINING | STOPPED | FLUSHING | bit)) == 0) {
			if (this.word.compareAndSet(now, now | bit)) {
				return true;
			}
			now = get();
		}
		return false;
	}

	/**
	 * Change bits, and return what the word was. Without a lambda: closing must not need
	 * memory for this.
	 */
	private int update(int set, int clear) {
		int now = get();
		while (!this.word.compareAndSet(now, (now | set) & ~clear)) {
			now = get();
		}
		return now;
	}

}
