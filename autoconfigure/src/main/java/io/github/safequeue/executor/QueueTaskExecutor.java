/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.executor;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RunnableFuture;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.TaskRejectedException;

import io.github.safequeue.RejectedWorkException;
import io.github.safequeue.RejectedWorkException.Reason;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.engine.ManagedQueue;

/**
 * A task executor on a queue. Any thread.
 */
final class QueueTaskExecutor implements AsyncTaskExecutor {

	private final String name;

	/** {@code null} where it is gone. */
	private final @Nullable SafeQueue<Runnable> queue;

	private final @Nullable TaskDecorator decorator;

	QueueTaskExecutor(String name, @Nullable SafeQueue<Runnable> queue, @Nullable TaskDecorator decorator) {
		this.name = name;
		this.queue = queue;
		this.decorator = decorator;
	}

	@Override
	public void execute(Runnable task) {
		Objects.requireNonNull(task, "task");
		if (task instanceof RunnableFuture<?> future) {
			// Somebody may wait for it.
			follow(task, (failure) -> future.cancel(false));
			return;
		}
		SafeQueue<Runnable> queue = started();
		if (!queue.offer(decorate(task))) {
			Reason reason = (queue.state() == SafeQueueState.CLOSED) ? Reason.CLOSED : Reason.FULL;
			throw rejected(new RejectedWorkException(this.name, reason));
		}
	}

	@Override
	public Future<?> submit(Runnable task) {
		FollowedTask<@Nullable Object> future = new FollowedTask<>(callable(task));
		follow(future, future::undelivered);
		return future;
	}

	@Override
	public <T extends @Nullable Object> Future<T> submit(Callable<T> task) {
		Objects.requireNonNull(task, "task");
		FollowedTask<T> future = new FollowedTask<>(task);
		follow(future, future::undelivered);
		return future;
	}

	@Override
	@SuppressWarnings("NullAway") // Void has no other value
	public CompletableFuture<Void> submitCompletable(Runnable task) {
		Objects.requireNonNull(task, "task");
		return submitCompletable(() -> {
			task.run();
			return null;
		});
	}

	@Override
	public <T extends @Nullable Object> CompletableFuture<T> submitCompletable(Callable<T> task) {
		Objects.requireNonNull(task, "task");
		CompletableTask<T> future = new CompletableTask<>(task);
		follow(future.task(), future.task()::undelivered);
		return future;
	}

	private static Callable<@Nullable Object> callable(Runnable task) {
		Objects.requireNonNull(task, "task");
		return () -> {
			task.run();
			return null;
		};
	}

	/** Submit a task and be notified if it is not run after all. */
	@SuppressWarnings("FutureReturnValueIgnored") // nothing follows the last stage
	private void follow(Runnable task, Consumer<Throwable> undelivered) {
		CompletableFuture<Void> outcome = started().submit(decorate(task));
		if (outcome.isCompletedExceptionally() && failure(outcome) instanceof RejectedWorkException refusal) {
			throw rejected(refusal);
		}
		outcome.whenComplete((nothing, failure) -> {
			if (failure != null) {
				undelivered.accept(failure);
			}
		});
	}

	private static @Nullable Throwable failure(CompletableFuture<Void> outcome) {
		return outcome.<@Nullable Throwable>handle((nothing, failure) -> failure).getNow(null);
	}

	private Runnable decorate(Runnable task) {
		return (this.decorator != null) ? this.decorator.decorate(task) : task;
	}

	/**
	 * The queue, at work as soon as its first task is submitted: beans that are made
	 * while the application starts may wait for the result.
	 */
	private SafeQueue<Runnable> started() {
		SafeQueue<Runnable> queue = this.queue;
		if (queue == null) {
			throw rejected(new RejectedWorkException(this.name, Reason.CLOSED));
		}
		if (queue instanceof ManagedQueue<Runnable> managed && managed.state() == SafeQueueState.STARTING
				&& managed.isBound()) {
			managed.start();
		}
		return queue;
	}

	private TaskRejectedException rejected(RejectedWorkException refusal) {
		String message = (refusal.reason() == Reason.FULL)
				? "Queue '%1$s' is full and refused a task. Raise safequeue.queues.%1$s.capacity or safequeue.queues.%1$s.concurrency, or submit less."
				: "Queue '%1$s' is closed and refused a task: the application closes, or has closed. Submit from a bean that was given the executor, or the bean with the @Async method; it is destroyed before the queue is closed.";
		return new TaskRejectedException(message.formatted(this.name), refusal);
	}

	@Override
	public String toString() {
		return "Task executor on queue '" + this.name + "'";
	}

}
