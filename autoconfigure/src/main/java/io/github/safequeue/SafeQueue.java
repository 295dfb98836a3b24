/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.springframework.lang.CheckReturnValue;

/**
 * A work queue whose {@link #offer(Object)} never blocks and returns whether the item was
 * accepted. An accepted item is handled, dead-lettered or reported undelivered, exactly
 * once.
 *
 * <p>
 * All methods may be called by any thread at any moment, unless their description says
 * otherwise. {@code offer} and {@code submit} may in particular be called while another
 * call of them is under way on the same thread's stack: from signal handlers, Cleaner
 * callbacks, finalizers, {@code toString} methods, logging appenders, shutdown hooks and
 * destruction callbacks.
 *
 * <p>
 * At every moment {@code accepted = handled + failed + undelivered + size + in flight}.
 *
 * @param <T> the type of the items
 * @see SafeQueueBuilder
 * @see SafeQueueListener
 */
public interface SafeQueue<T> {

	/**
	 * Return the queue's name, which is also the name of its bean.
	 * @return the name
	 */
	String name();

	/**
	 * Hand over an item, without waiting. Takes no lock, does not park, does not wait for
	 * another thread's progress, runs no user code and does not log; on a bounded queue
	 * it does not allocate.
	 * <p>
	 * A {@link StackOverflowError} or {@link OutOfMemoryError} may escape when the
	 * calling thread has no stack or heap left. The item may or may not have been
	 * accepted then, and the queue stays sound.
	 * @param item the item
	 * @return {@code true} if the item was accepted, {@code false} if the queue is full
	 * or closed
	 * @throws NullPointerException if the item is {@code null}
	 */
	@CheckReturnValue
	boolean offer(T item);

	/**
	 * Hand over an item as {@link #offer(Object)} does, and return a future for its
	 * outcome.
	 * <p>
	 * Dependent actions of the future run on the worker that handled the item, or, if the
	 * item was not handled, on a thread of the report of undelivered work.
	 * @param item the item
	 * @return a future that completes when the item was handled; exceptionally with the
	 * handler's failure after the last retry, with a {@link RejectedWorkException} if the
	 * item was not accepted, or with an {@link UndeliveredWorkException} if it was
	 * accepted and then reported to the {@link UndeliveredWorkHandler}
	 * @throws NullPointerException if the item is {@code null}
	 */
	@CheckReturnValue
	CompletableFuture<Void> submit(T item);

	/**
	 * Wait until all that was accepted before this call is settled: handled,
	 * dead-lettered or reported undelivered. The future of a settled item is completed
	 * after the item is counted, so that one may still be open for a moment.
	 * @param timeout how long to wait at most; zero or a negative duration returns at
	 * once, and a duration too long to be counted waits without limit
	 * @return {@code true} if all is settled, {@code false} if the time ran out
	 * @throws InterruptedException if the calling thread is interrupted while it waits
	 * @throws IllegalStateException if called by one of this queue's own workers, which
	 * would wait for itself
	 */
	boolean awaitQuiescence(Duration timeout) throws InterruptedException;

	/**
	 * Stop handling after the items in flight; the queue goes on accepting. Does not
	 * wait: a worker that is about to take an item may still take one, even one that is
	 * offered just after the call. Has no effect on a queue that is draining or closed.
	 */
	void pause();

	/**
	 * Handle again after {@link #pause()} or where {@code auto-startup} is off. Does not
	 * wait.
	 */
	void resume();

	/**
	 * Return the number of items that wait, best effort.
	 * @return the number of waiting items
	 */
	int size();

	/**
	 * Return how many items may wait: exactly the capacity that was asked for.
	 * @return the capacity, {@link Integer#MAX_VALUE} where unbounded
	 */
	int capacity();

	/**
	 * Return the current state.
	 * @return the state
	 */
	SafeQueueState state();

	/**
	 * Return the queue's figures at this moment.
	 * @return the figures, for which the law of conservation holds
	 */
	SafeQueueSnapshot snapshot();

}
