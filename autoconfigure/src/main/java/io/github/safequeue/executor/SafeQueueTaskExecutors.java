/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.executor;

import org.jspecify.annotations.Nullable;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;

import io.github.safequeue.SafeQueue;

/**
 * Makes task executors whose tasks are run by the workers of a queue.
 *
 * <p>
 * Their methods may be called by any thread at any moment and never wait. A full or
 * closed queue refuses with a
 * {@link org.springframework.core.task.TaskRejectedException}; what is accepted is run,
 * or reported undelivered.
 *
 * <p>
 * The futures of {@code submit} and {@code submitCompletable} report how a task ended, so
 * the queue counts such a task as handled, whatever it threw, and does not try it again.
 * A future that is cancelled before its task begins keeps it from being run; one that is
 * cancelled later with {@code mayInterruptIfRunning} interrupts it. The future of a task
 * that was accepted and is not delivered fails with
 * {@link io.github.safequeue.UndeliveredWorkException}; a
 * {@link java.util.concurrent.FutureTask} that was given to {@code execute} is cancelled.
 * What a task of {@code execute} throws is tried again or dead-lettered as the queue
 * says.
 */
public final class SafeQueueTaskExecutors {

	private SafeQueueTaskExecutors() {
	}

	/**
	 * Make an executor. It starts a queue that was not started yet with its first task,
	 * since a bean that submits while the application starts may wait for the result.
	 * @param queue the queue, whose handler runs its items
	 * @param decorator wraps each task, on the thread that submits it, or {@code null}
	 * @return the executor
	 */
	public static AsyncTaskExecutor on(SafeQueue<Runnable> queue, @Nullable TaskDecorator decorator) {
		return new QueueTaskExecutor(queue.name(), queue, decorator);
	}

	/**
	 * Make an executor that refuses every task, because its queue is gone.
	 * @param queue the name of the queue
	 * @return the executor
	 */
	public static AsyncTaskExecutor closed(String queue) {
		return new QueueTaskExecutor(queue, null, null);
	}

}
