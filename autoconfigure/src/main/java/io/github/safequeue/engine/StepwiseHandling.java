/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.List;

import io.github.safequeue.DeadLetter;

/**
 * Handles the items of a queue that has no workers, one by one on the calling thread: the
 * way a test wants it. Keys, batches, retries, dead letters and counting are those of any
 * queue; only the threads and the waits before retries are left out.
 *
 * <p>
 * Any thread, one at a time. Ends when the queue drains: workers handle what is left, as
 * in any other queue.
 */
public interface StepwiseHandling {

	/**
	 * Call the handler for the oldest item, or for the next batch, with all its attempts.
	 * @return whether there was anything; {@code false} as well where the queue would
	 * handle nothing at this time: not started, paused, draining or closed
	 * @throws IllegalStateException in a call of the queue's handler
	 */
	boolean handleNext();

	/**
	 * Return what waits, and leave it there.
	 * @return the items, oldest first
	 */
	List<Object> waiting();

	/**
	 * Return what failed for the last time since the queue was built, or since
	 * {@link #discard()}.
	 * @return the dead letters, oldest first
	 */
	List<DeadLetter<?>> deadLetters();

	/**
	 * Take what waits without handling it, and forget the dead letters. What is taken
	 * counts as undelivered. No handler of undelivered work is called; futures of
	 * submitters fail.
	 * @return the items, oldest first
	 * @throws IllegalStateException in a call of the queue's handler
	 */
	List<Object> discard();

	/**
	 * Leave what waits, and what comes, to workers; they begin when the queue is started
	 * the next time.
	 */
	void end();

}
