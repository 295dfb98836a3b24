/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What health, endpoint and meters ask a queue with a store. The methods of
 * {@link SafeQueueDiagnostics} speak of the handler calls, on the incoming side. May be
 * called by any thread.
 */
public interface StoredQueueDiagnostics extends SafeQueueDiagnostics {

	/**
	 * Return the figures of the incoming side: accepted when given to the handler, then
	 * handled, failed, or undelivered, which here means returned to the store.
	 * @return the figures, {@code null} where this process has no handler of the queue
	 */
	@Nullable SafeQueueSnapshot incoming();

	/**
	 * Return the figures of the outgoing side: handled means confirmed by the store.
	 * @return the figures
	 */
	SafeQueueSnapshot outgoing();

	/**
	 * Return what can be said of the writing to the store.
	 * @return the diagnostics of the outgoing side
	 */
	SafeQueueDiagnostics writing();

	/**
	 * Return whether the last access to the store succeeded. Does not access it.
	 * @return the status without figures of the store
	 */
	StoreStatus availability();

	/**
	 * Ask the store. May block until the store answers.
	 * @return the status
	 */
	StoreStatus store();

	/**
	 * Ask the store for the latest dead letters. May block until the store answers.
	 * @param max how many at most
	 * @return the letters, the latest first
	 * @throws UnsupportedOperationException if this kind of store cannot list them
	 * @throws RuntimeException if the store cannot be reached
	 */
	List<StoredDeadLetter> deadLetters(int max);

	/**
	 * Put a dead letter back into the queue. May block until the store answers.
	 * @param id the letter's identity
	 * @return whether there was such a letter
	 * @throws UnsupportedOperationException if this kind of store cannot do it
	 * @throws RuntimeException if the store cannot be reached
	 */
	boolean requeue(String id);

}
