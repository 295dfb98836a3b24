/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Where one worker waits for work. The worker announces that it parks, looks again
 * whether there is work, and parks; a thread that brings work looks at the announcement
 * after bringing it. Both sides write before they read, with volatile semantics, so that
 * at least one of them sees the other. Not final: the tests put a thread's permit that
 * they can follow in the place of the JVM's.
 */
class Parker {

	/** The worker runs, or was woken. */
	private static final int AWAKE = 0;

	/** The worker parks, or is about to. */
	private static final int PARKED = 1;

	private static final VarHandle STATE = handle();

	private volatile int state;

	private volatile @Nullable Thread thread;

	/** When the worker was last woken by a submitter, in nanoseconds. */
	volatile long wokenAt;

	private static VarHandle handle() {
		try {
			return MethodHandles.lookup().findVarHandle(Parker.class, "state", int.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	/** The worker: about to park. Must look for work after this. */
	void announce(Thread current) {
		this.thread = current;
		this.state = PARKED;
	}

	/** The worker: awake again. */
	void awake() {
		this.state = AWAKE;
	}

	/** Return whether the worker parks, or looks for work a last time before it does. */
	boolean isAnnounced() {
		return this.state == PARKED;
	}

	/**
	 * Wake the worker if it parks. Called by submitters: no lock, no allocation. If an
	 * error such as a stack overflow stops the wake-up, the announcement is restored by a
	 * store, which cannot fail; the next submitter or the watchdog wakes the worker.
	 */
	boolean wake(boolean stamp) {
		if (this.state != PARKED || !STATE.compareAndSet(this, PARKED, AWAKE)) {
			return false;
		}
		try {
			if (stamp) {
				this.wokenAt = System.nanoTime();
			}
			unpark(this.thread);
		}
		catch (Throwable ex) {
			this.state = PARKED;
			throw ex;
		}
		return true;
	}

	/** The worker: sleep until a permit is there, and take it. */
	void park(Object blocker, long nanos) {
		if (nanos == Long.MAX_VALUE) {
			LockSupport.park(blocker);
		}
		else {
			LockSupport.parkNanos(blocker, nanos);
		}
	}

	/** Give the worker's thread its permit. */
	void unpark(@Nullable Thread thread) {
		LockSupport.unpark(thread);
	}

}
