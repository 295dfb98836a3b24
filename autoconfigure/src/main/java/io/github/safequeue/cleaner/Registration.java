/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.cleaner;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Cleaner;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.engine.PreallocatedEntry;

/**
 * An action, and its node in the queue. It is registered, then due, then done. The thread
 * that moves it on by compare-and-set has to act.
 */
final class Registration extends PreallocatedEntry implements Runnable, Cleaner.Cleanable {

	private static final int REGISTERED = 0;

	private static final int DUE = 1;

	private static final int DONE = 2;

	private static final VarHandle STATE;

	static {
		try {
			STATE = MethodHandles.lookup().findVarHandle(Registration.class, "state", int.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final QueueSafeCleaner cleaner;

	private @Nullable Runnable cleanup;

	private Cleaner.@Nullable Cleanable cleanable;

	/** The neighbours among the {@link Registrations}, which guard them. */
	@Nullable Registration before;

	@Nullable Registration after;

	@SuppressWarnings("unused") // by its handle
	private volatile int state = REGISTERED;

	Registration(QueueSafeCleaner cleaner, Runnable cleanup) {
		this.cleaner = cleaner;
		this.cleanup = cleanup;
	}

	/** Set by the registering thread before anyone else can know. */
	void cleanable(Cleaner.Cleanable cleanable) {
		this.cleanable = cleanable;
	}

	/**
	 * The object is unreachable, or the cleaner closes: hand over, or act if no worker
	 * takes it any more.
	 */
	@Override
	public void run() {
		if (STATE.compareAndSet(this, REGISTERED, DUE) && !this.cleaner.handOver(this)) {
			work();
		}
	}

	/** A worker: run unless it was run meanwhile. */
	void work() {
		if (STATE.compareAndSet(this, DUE, DONE)) {
			act();
		}
	}

	/** The application: run now unless it was run already. */
	@Override
	public void clean() {
		if (STATE.compareAndSet(this, REGISTERED, DONE)) {
			Cleaner.Cleanable cleanable = this.cleanable;
			if (cleanable != null) {
				// Lets go of the object's reference; run() finds the action done.
				cleanable.clean();
			}
			act();
		}
		else {
			work();
		}
	}

	private void act() {
		Runnable cleanup = this.cleanup;
		// The queue may keep the last item that was taken.
		this.cleanup = null;
		this.cleaner.forget(this);
		if (cleanup != null) {
			cleanup.run();
		}
	}

}
