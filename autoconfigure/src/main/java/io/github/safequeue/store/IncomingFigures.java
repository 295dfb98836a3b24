/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import java.util.concurrent.atomic.LongAdder;

import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.SafeQueueState;

/**
 * Counts the items of an incoming side. Any thread.
 */
final class IncomingFigures {

	private final LongAdder accepted = new LongAdder();

	private final LongAdder handled = new LongAdder();

	private final LongAdder failed = new LongAdder();

	private final LongAdder returned = new LongAdder();

	private final LongAdder retried = new LongAdder();

	/** Items are given to the handler. */
	void called(int items, boolean again) {
		this.accepted.add(items);
		if (again) {
			this.retried.add(items);
		}
	}

	/** Items that were called before are called again. */
	void calledAgain(int items) {
		this.retried.add(items);
	}

	void handled(int items) {
		this.handled.add(items);
	}

	void failed(int items) {
		this.failed.add(items);
	}

	void returned(int items) {
		this.returned.add(items);
	}

	/** What is settled is read before what was accepted, which is the larger number. */
	SafeQueueSnapshot snapshot(String queue, SafeQueueState state, int concurrency) {
		long handled = this.handled.sum();
		long failed = this.failed.sum();
		long returned = this.returned.sum();
		long accepted = Math.max(this.accepted.sum(), handled + failed + returned);
		return new SafeQueueSnapshot(queue, state, 0, Integer.MAX_VALUE, concurrency,
				(int) (accepted - handled - failed - returned), accepted, handled, failed, returned, this.retried.sum(),
				0, 0);
	}

}
