/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.engine.buffer.QueueBuffer;

/**
 * What the workers of one queue take from. Decides what is handled next; the items
 * themselves wait in the buffer.
 *
 * <p>
 * {@link #take} and {@link #release} are called by workers, several at a time; the other
 * methods by any thread.
 */
abstract class WorkSource {

	final QueueBuffer buffer;

	/** How many items a batch holds at most, 0 where items are taken one by one. */
	final int batchSize;

	WorkSource(QueueBuffer buffer, int batchSize) {
		this.buffer = buffer;
		this.batchSize = (batchSize > 1) ? batchSize : 0;
	}

	/** Take what the next call is given. */
	abstract boolean take(InFlight inFlight);

	/** As {@link #take}, by a thread that is the only one that takes at this time. */
	boolean takeAlone(InFlight inFlight) {
		return take(inFlight);
	}

	/** Let others have what the last call kept from them: its keys. */
	void release(InFlight inFlight) {
	}

	/**
	 * Keep what is in flight until its next call is due, without a thread.
	 * @param retry what the call goes on with, if it is a further attempt
	 */
	boolean callLater(InFlight inFlight, @Nullable Retry retry, long delayMillis) {
		return false;
	}

	/**
	 * Return whether there may be something to take. Sees claims that are not published
	 * yet.
	 */
	boolean hasWork() {
		return !this.buffer.isEmpty();
	}

	/**
	 * Return whether another worker is to be woken, called after something was taken, and
	 * after a call ended that a worker of its own does not follow. Each submitter has a
	 * worker woken for its item, if any sleeps; so this is for what became ready without
	 * a submitter.
	 */
	boolean hasMore() {
		return false;
	}

	/** Return whether nothing is left here but what waits for its next attempt. */
	boolean waitsForRetries() {
		return false;
	}

	/** Return how long a worker that finds nothing may sleep. */
	long nanosUntilDue(InFlight worker) {
		return Long.MAX_VALUE;
	}

	/** Whether {@link #take} notes how long what it takes has waited. */
	boolean measuresWaiting() {
		return false;
	}

	/** Return how many items no longer wait: their first call began. */
	long started() {
		return this.buffer.taken();
	}

	/**
	 * Return how many items were accepted before the oldest that waits, or
	 * {@link OldestWaiting#UNKNOWN} where that could not be read at once.
	 */
	long oldestWaiting() {
		return this.buffer.taken();
	}

	/**
	 * Return whether each of the items that were accepted first has been taken, and does
	 * not wait here for anything.
	 */
	boolean isTaken(long accepted) {
		return this.buffer.taken() >= accepted;
	}

	/**
	 * Return whether {@link #isTaken(long)} knows of calls as well: what has been taken
	 * by then is settled.
	 */
	boolean isTakenSettled() {
		return false;
	}

	/** Return how many items wait behind a call, where no other call may take them. */
	@Nullable Integer waitingBehind(InFlight inFlight) {
		return null;
	}

	/** Look at all that waits, and leave it there. */
	void peek(List<Object> target) {
		this.buffer.peek(target);
	}

	/**
	 * Take all that waits, also for its next attempt, so that no call will be given it.
	 * Needs memory; may be repeated where there was none.
	 */
	boolean drainTo(List<Object> target) {
		this.buffer.poll(target, Integer.MAX_VALUE);
		return true;
	}

	/**
	 * Give up elements that were claimed and are not published, see
	 * {@link QueueBuffer#giveUpUnpublished(List)}.
	 */
	int giveUpUnpublished(List<Object> target) {
		return this.buffer.giveUpUnpublished(target);
	}

}
