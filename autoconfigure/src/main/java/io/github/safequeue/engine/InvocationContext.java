/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.ContextPropagator;
import io.github.safequeue.WorkObserver;

/**
 * What surrounds the handler calls of one queue: the context of the submitting thread,
 * and the observer of the calls. Both are code of the application. What they throw is
 * caught here; of each the first failure is logged, by a worker. Submitters only capture,
 * workers do the rest.
 */
final class InvocationContext {

	private static final ContextPropagator.Scope NO_SCOPE = () -> {
	};

	private final String queue;

	private final @Nullable ContextPropagator propagator;

	private final @Nullable WorkObserver observer;

	private final EngineLog log;

	private final AtomicBoolean propagatorLogged = new AtomicBoolean();

	private final AtomicBoolean observerLogged = new AtomicBoolean();

	/** What a submitter met, until a worker has logged it. */
	private volatile @Nullable Throwable captureFailure;

	InvocationContext(String queue, @Nullable ContextPropagator propagator, @Nullable WorkObserver observer,
			EngineLog log) {
		this.queue = queue;
		this.log = log;
		this.propagator = propagator;
		this.observer = observer;
	}

	/** Return whether submitters have anything to capture. */
	boolean isCarrying() {
		return this.propagator != null;
	}

	/**
	 * Put the context of the calling submitter beside an item. An item is accepted
	 * without context rather than refused, whatever the capture meets: also a stack or
	 * heap that is too small for it.
	 */
	Object withContext(Object item) {
		try {
			Object context = capture();
			return (context != null) ? new Envelope(item, null, context) : item;
		}
		catch (Throwable ex) {
			return item;
		}
	}

	/** Capture the context of the calling submitter. */
	@Nullable Object capture() {
		ContextPropagator propagator = this.propagator;
		try {
			return (propagator != null) ? propagator.capture() : null;
		}
		catch (Throwable ex) {
			// A store and no call: there may be no stack left.
			this.captureFailure = ex;
			return null;
		}
	}

	/**
	 * Give the calling worker the context of what is in flight. A batch has items of many
	 * submitters and gets none.
	 */
	ContextPropagator.Scope open(InFlight inFlight) {
		ContextPropagator propagator = this.propagator;
		if (propagator == null) {
			return NO_SCOPE;
		}
		Throwable failure = this.captureFailure;
		if (failure != null) {
			this.captureFailure = null;
			propagatorFailed(failure);
		}
		try {
			return propagator.open(inFlight.context());
		}
		catch (Throwable ex) {
			propagatorFailed(ex);
			return NO_SCOPE;
		}
	}

	void close(ContextPropagator.Scope scope) {
		try {
			scope.close();
		}
		catch (Throwable ex) {
			propagatorFailed(ex);
		}
	}

	/**
	 * A handler call begins.
	 * @param timed whether it is one of those that are timed
	 */
	WorkObserver.Call begin(InFlight inFlight, boolean timed) {
		WorkObserver observer = this.observer;
		if (observer == null) {
			return WorkObserver.UNOBSERVED;
		}
		try {
			if (!timed && inFlight.sampling.isSparsest() && inFlight.attempt() == 1 && !observer.observesShortCalls()) {
				return WorkObserver.UNOBSERVED;
			}
			return observer.begin(inFlight, inFlight.items());
		}
		catch (Throwable ex) {
			observerFailed(ex);
			return WorkObserver.UNOBSERVED;
		}
	}

	void end(WorkObserver.Call call, @Nullable Throwable failure) {
		try {
			call.end(failure);
		}
		catch (Throwable ex) {
			observerFailed(ex);
		}
	}

	private void propagatorFailed(Throwable ex) {
		if (this.propagatorLogged.compareAndSet(false, true)) {
			this.log.error(EngineLog.Trouble.CONTEXT, this.queue, ex);
		}
	}

	private void observerFailed(Throwable ex) {
		if (this.observerLogged.compareAndSet(false, true)) {
			this.log.error(EngineLog.Trouble.OBSERVATION, this.queue, ex);
		}
	}

}
