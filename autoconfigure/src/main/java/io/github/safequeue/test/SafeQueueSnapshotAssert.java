/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.test;

import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.SafeQueueState;

/**
 * AssertJ assertions on the figures of a queue. A failure shows all of them.
 */
public final class SafeQueueSnapshotAssert extends AbstractAssert<SafeQueueSnapshotAssert, SafeQueueSnapshot> {

	SafeQueueSnapshotAssert(@Nullable SafeQueueSnapshot actual) {
		super(actual, SafeQueueSnapshotAssert.class);
	}

	/**
	 * Verify that the queue is in a state.
	 * @param expected the state
	 * @return this assertion
	 */
	public SafeQueueSnapshotAssert hasState(SafeQueueState expected) {
		isNotNull();
		if (this.actual.state() != expected) {
			failWithMessage("Expected queue '%s' to be %s, but it was %s: %s", this.actual.name(), expected,
					this.actual.state(), this.actual);
		}
		return this;
	}

	/**
	 * Verify how many items were accepted.
	 * @param expected the number of items
	 * @return this assertion
	 */
	public SafeQueueSnapshotAssert hasAccepted(long expected) {
		isNotNull();
		return has("accepted", this.actual.accepted(), expected);
	}

	/**
	 * Verify how many items were handled.
	 * @param expected the number of items
	 * @return this assertion
	 */
	public SafeQueueSnapshotAssert hasHandled(long expected) {
		isNotNull();
		return has("handled", this.actual.handled(), expected);
	}

	/**
	 * Verify how many items failed for the last time.
	 * @param expected the number of items
	 * @return this assertion
	 */
	public SafeQueueSnapshotAssert hasFailed(long expected) {
		isNotNull();
		return has("failed", this.actual.failed(), expected);
	}

	/**
	 * Verify how many items were accepted and given up.
	 * @param expected the number of items
	 * @return this assertion
	 */
	public SafeQueueSnapshotAssert hasUndelivered(long expected) {
		isNotNull();
		return has("undelivered", this.actual.undelivered(), expected);
	}

	/**
	 * Verify how many items were tried again, counting each further attempt.
	 * @param expected the number of items
	 * @return this assertion
	 */
	public SafeQueueSnapshotAssert hasRetried(long expected) {
		isNotNull();
		return has("retried", this.actual.retried(), expected);
	}

	/**
	 * Verify how many items were refused, because the queue was full or closed.
	 * @param expected the number of items
	 * @return this assertion
	 */
	public SafeQueueSnapshotAssert hasRejected(long expected) {
		isNotNull();
		return has("rejected", this.actual.rejectedFull() + this.actual.rejectedClosed(), expected);
	}

	/**
	 * Verify how many items wait.
	 * @param expected the number of items
	 * @return this assertion
	 */
	public SafeQueueSnapshotAssert hasWaiting(long expected) {
		isNotNull();
		return has("waiting", this.actual.size(), expected);
	}

	/**
	 * Verify that no item waits.
	 * @return this assertion
	 */
	public SafeQueueSnapshotAssert hasNothingWaiting() {
		return hasWaiting(0);
	}

	/**
	 * Verify that all that was accepted is handled, failed or undelivered: no item waits
	 * and no handler has one in flight.
	 * @return this assertion
	 */
	public SafeQueueSnapshotAssert isSettled() {
		hasNothingWaiting();
		return has("in flight", this.actual.inFlight(), 0);
	}

	/**
	 * Verify that no item got lost and none was counted twice: what was accepted is
	 * handled, failed, undelivered, waiting or in flight.
	 * @return this assertion
	 */
	public SafeQueueSnapshotAssert isConserved() {
		isNotNull();
		return has("handled, failed, undelivered, waiting and in flight together", this.actual.handled()
				+ this.actual.failed() + this.actual.undelivered() + this.actual.size() + this.actual.inFlight(),
				this.actual.accepted());
	}

	private SafeQueueSnapshotAssert has(String figure, long value, long expected) {
		if (value != expected) {
			failWithMessage("Expected queue '%s' to have %s: %d, but it was %d: %s", this.actual.name(), figure,
					expected, value, this.actual);
		}
		return this;
	}

}
