/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue;

/**
 * A queue that its owner closes. Without an application context the owner is the caller
 * that built it; the queues of a context are closed by the context.
 *
 * <p>
 * All methods may be called by any thread.
 *
 * @param <T> the type of the items
 * @see SafeQueues#builder()
 */
public interface CloseableSafeQueue<T> extends SafeQueue<T>, AutoCloseable {

	/**
	 * Return whether more items would find room now, whether or not the queue is closed.
	 * The result may be out of date at once. Reads what workers took only if there seems
	 * to be too little room.
	 * @param places how many items, at least 1
	 * @return whether there is room for that many items
	 */
	boolean hasRoom(int places);

	/**
	 * Drain and close. Handles all that was accepted, including what is added meanwhile.
	 * Refuses as soon as nothing waits and nothing runs, or when the drain timeout is
	 * over; what is left then is reported as undelivered. A second call waits for the
	 * first. Returns within the drain timeout and two seconds. A worker of the queue may
	 * call it, too; the item that this worker handles is then not waited for. An
	 * interrupt of the calling thread is kept for after the call.
	 */
	@Override
	void close();

}
