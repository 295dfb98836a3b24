/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.cleaner;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.engine.ManagedQueue;

/**
 * A cleaner on a queue. The JDK's cleaner finds out what is unreachable.
 */
final class QueueSafeCleaner implements CloseableSafeCleaner {

	private final Cleaner cleaner = Cleaner.create();

	/** {@code null} once closed: registrations outlive the application that made them. */
	private volatile @Nullable ManagedQueue<Registration> queue;

	private final @Nullable Registrations registrations;

	QueueSafeCleaner(ManagedQueue<Registration> queue, boolean cleanOnClose) {
		this.queue = queue;
		this.registrations = cleanOnClose ? new Registrations() : null;
	}

	@Override
	public Cleaner.Cleanable register(Object referent, Runnable cleanup) {
		Objects.requireNonNull(referent, "referent");
		Registration registration = new Registration(this, Objects.requireNonNull(cleanup, "cleanup"));
		if (this.registrations != null) {
			this.registrations.add(registration);
		}
		try {
			registration.cleanable(this.cleaner.register(referent, registration));
		}
		catch (Throwable ex) {
			forget(registration);
			throw ex;
		}
		finally {
			// The action must not become due before it is known how to take it back.
			Reference.reachabilityFence(referent);
		}
		return registration;
	}

	/**
	 * Hand over to the queue.
	 * @return whether it was accepted
	 */
	boolean handOver(Registration registration) {
		ManagedQueue<Registration> queue = this.queue;
		return queue != null && queue.offerPreallocated(registration);
	}

	/** Called by the thread that runs an action. */
	void forget(Registration registration) {
		if (this.registrations != null) {
			this.registrations.remove(registration);
		}
	}

	@Override
	public void close() {
		if (this.registrations != null) {
			this.registrations.close().forEach(Registration::run);
		}
		this.queue = null;
	}

}
