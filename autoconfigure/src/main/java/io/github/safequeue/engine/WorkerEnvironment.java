/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import org.jspecify.annotations.Nullable;

/**
 * What all workers of one queue share. The invoker is set once, before they start.
 */
final class WorkerEnvironment {

	final QueueSettings settings;

	final RunState runState;

	final WorkSource source;

	final WorkerThreads threads;

	/** Called by a worker that found nothing to do while the queue drains. */
	final Runnable idleWhileDraining;

	private volatile @Nullable HandlerInvoker invoker;

	WorkerEnvironment(QueueSettings settings, RunState runState, WorkSource source, Runnable idleWhileDraining) {
		this.settings = settings;
		this.runState = runState;
		this.source = source;
		this.threads = new WorkerThreads(settings);
		this.idleWhileDraining = idleWhileDraining;
	}

	boolean hasInvoker() {
		return this.invoker != null;
	}

	void setInvoker(HandlerInvoker invoker) {
		this.invoker = invoker;
	}

	HandlerInvoker invoker() {
		HandlerInvoker invoker = this.invoker;
		if (invoker == null) {
			throw new IllegalStateException("Queue '" + this.settings.name() + "' has no handler");
		}
		return invoker;
	}

}
