/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.concurrent.atomic.AtomicBoolean;

import io.github.safequeue.WorkTimings;

/**
 * Keeps what a recorder of times throws away from the items. The first failure is logged.
 *
 * @param name the queue's name
 * @param target the recorder
 * @param log receives the first failure
 * @param logged whether a failure was logged
 */
record GuardedTimings(String name, WorkTimings target, EngineLog log, AtomicBoolean logged) implements WorkTimings {

	GuardedTimings(String name, WorkTimings target, EngineLog log) {
		this(name, target, log, new AtomicBoolean());
	}

	@Override
	public void handling(String queue, long nanos) {
		try {
			this.target.handling(queue, nanos);
		}
		catch (Throwable ex) {
			failed(ex);
		}
	}

	@Override
	public void waiting(String queue, long nanos) {
		try {
			this.target.waiting(queue, nanos);
		}
		catch (Throwable ex) {
			failed(ex);
		}
	}

	private void failed(Throwable ex) {
		if (this.logged.compareAndSet(false, true)) {
			this.log.error(EngineLog.Trouble.TIMINGS, this.name, ex);
		}
	}

}
