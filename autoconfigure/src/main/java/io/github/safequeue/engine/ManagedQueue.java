/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.SafeQueueDiagnostics;
import io.github.safequeue.SafeQueueEvent;
import io.github.safequeue.WorkHandler;

/**
 * A queue as its owner sees it. The owner binds the handler, starts the queue and closes
 * it. All methods may be called by any thread.
 *
 * @param <T> the type of the items
 */
public interface ManagedQueue<T> extends CloseableSafeQueue<T>, SafeQueueDiagnostics {

	/**
	 * Return the type of the items.
	 * @return the type, or {@code null} if it was not set
	 */
	@Nullable Class<?> itemType();

	/**
	 * Return the type of item that the handler takes, as far as its class says.
	 * @return the type, or {@code null} if it is unknown, as that of a lambda, or if no
	 * handler is bound
	 */
	@Nullable Class<?> handledType();

	/**
	 * Return the queue that receives what failed. The router of the
	 * {@link ManagedQueueBuilder} delivers there.
	 * @return the name of the dead-letter queue, or {@code null}
	 */
	@Nullable String deadLetterQueue();

	/**
	 * Submit an item that brings its node along. In a queue without limit this allocates
	 * nothing and is refused only when the queue is closed. As {@link #offer(Object)} in
	 * all else.
	 * @param item the item, which was never submitted before
	 * @return whether it was accepted
	 */
	boolean offerPreallocated(PreallocatedEntry item);

	/**
	 * Return whether the queue has a handler.
	 * @return whether a handler is bound
	 */
	boolean isBound();

	/**
	 * Bind the handler of a queue that was built without one, before it is started.
	 * @param handler the handler
	 * @throws IllegalStateException if a handler is bound already
	 * @throws io.github.safequeue.SafeQueueConfigurationException if its class says that
	 * it takes items of another type
	 */
	void bind(WorkHandler<?> handler);

	/**
	 * Start handling, for the first time or after {@link #suspend(Duration)}.
	 * @throws IllegalStateException if there is no handler
	 */
	void start();

	/**
	 * Stop handling after the items in flight, and go on accepting. Waits for the items
	 * in flight except those of the calling thread. Has no effect while draining.
	 * @param timeout how long to wait at most
	 */
	void suspend(Duration timeout);

	/**
	 * Return whether the queue was started and not suspended or closed since.
	 * @return whether it is started
	 */
	boolean isStarted();

	/**
	 * Return whether the calling thread is one of the queue's workers.
	 * @return whether it is
	 */
	boolean isWorker();

	/**
	 * Return how to handle the items step by step, if the queue was built by
	 * {@link ManagedQueueBuilder#manual()}.
	 * @return the way to handle them, or {@code null} if workers do
	 */
	@Nullable StepwiseHandling manual();

	/**
	 * Change what {@link #close()} does, such as closing several queues together within
	 * one budget.
	 * @param action called in place of closing this queue alone
	 */
	void onClose(Runnable action);

	/**
	 * Set what receives the events of this queue.
	 * @param listener called on a thread of the queue's own, with one event after the
	 * other; it may block and throw, and closing waits for it a moment only
	 */
	void onEvent(Consumer<SafeQueueEvent> listener);

	/**
	 * Set how to know that the owner is never going to close this queue. What such a
	 * queue holds when the JVM ends is reported then, and the queue refuses from then on.
	 * @param condition whether the queue will never be closed
	 */
	void neverClosedIf(BooleanSupplier condition);

	/**
	 * Return the queues of the engine that do the work of this one.
	 * @return this queue alone, or its parts
	 */
	default List<ManagedQueue<?>> parts() {
		return List.of(this);
	}

	/**
	 * Return whether the queue must be given a handler before it starts.
	 * @return {@code true} unless it does something without one
	 */
	default boolean needsHandler() {
		return true;
	}

	/**
	 * The context closes: take nothing more from outside the process. Called before the
	 * queue is flushed and before it is closed.
	 */
	default void beginClosing() {
		// Nothing to leave off.
	}

	/**
	 * All parts are closed. Called each time that the queue was closed.
	 */
	default void endClosing() {
		// Nothing to release.
	}

}
