/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue;

import java.util.concurrent.CompletableFuture;

/**
 * A queue with a store: what the store has confirmed survives the process. Injected by
 * type for queues with {@code safequeue.queues.<name>.store}, and for no others.
 *
 * <p>
 * {@link #offer} means that an item is accepted in memory, and that it is written to the
 * store soon; {@link #send} and {@link #enqueue} wait for the store. {@link #submit}
 * fails its future: another process may handle the item. {@link #size},
 * {@link #capacity}, {@link #state}, {@link #snapshot} and {@link #awaitQuiescence} speak
 * of the items that wait to be written, and <em>handled</em> means there that the store
 * has confirmed them. {@link #pause} stops this process from taking items from the store,
 * and nothing else.
 *
 * @param <T> the type of the items
 */
public interface DurableQueue<T> extends SafeQueue<T> {

	/**
	 * Submit an item that is to be confirmed by the store. Never blocks; any thread, at
	 * any moment.
	 * @param item the item
	 * @return completes when the store has confirmed the item; exceptionally with a
	 * {@link RejectedWorkException} if it was never accepted, with an
	 * {@link UndeliveredWorkException} ({@link UndeliveredWork.Reason#NOT_STORED}) if the
	 * queue closed before the store took it, or with the reason why the store refuses
	 * this item. Actions that follow it run on the thread that writes to the store, and
	 * must not block
	 * @throws NullPointerException if the item is {@code null}
	 */
	CompletableFuture<Void> send(T item);

	/**
	 * Write an item to the store: in the caller's transaction, so that the item is there
	 * if and only if that commits; without a transaction, the item is stored when this
	 * method returns. May block; any thread that may.
	 * @param item the item
	 * @throws RejectedWorkException if the queue is closed
	 * @throws RuntimeException Spring's exception of that store if it did not take the
	 * item; Spring's {@code IllegalTransactionStateException} if the caller has a
	 * transaction that the store cannot join
	 * @throws NullPointerException if the item is {@code null}
	 */
	void enqueue(T item);

}
