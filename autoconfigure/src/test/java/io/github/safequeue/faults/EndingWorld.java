/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

import io.github.safequeue.SafeQueueState;
import io.github.safequeue.testing.ForkedJvm;

/**
 * Notices by itself that the queue drains: once its producers are destroyed it keeps a
 * handler busy, and another thread waits for the moment.
 */
final class EndingWorld extends CallerWorld {

	private final Set<CallMoment> over = ConcurrentHashMap.newKeySet();

	EndingWorld(CallSite place, Set<CallMoment> moments, ThreadKind kind) {
		super(place, moments, kind);
	}

	@Override
	void at(CallMoment moment) {
		super.at(moment);
		this.over.add(moment);
		boolean producer = moment == CallMoment.PRE_DESTROY || moment == CallMoment.DISPOSABLE;
		if (producer && this.over.contains(CallMoment.PRE_DESTROY) && this.over.contains(CallMoment.DISPOSABLE)) {
			try {
				prepare(CallMoment.DRAINING);
				ThreadKind.PLATFORM.start(this::watch);
			}
			catch (Exception ex) {
				problem(ex.toString());
			}
		}
	}

	private void watch() {
		long start = System.nanoTime();
		while (orders().state() != SafeQueueState.DRAINING
				&& System.nanoTime() - start < ForkedJvm.LIMIT.toNanos() / 2) {
			LockSupport.parkNanos(1_000_000);
		}
		super.at(CallMoment.DRAINING);
	}

}
