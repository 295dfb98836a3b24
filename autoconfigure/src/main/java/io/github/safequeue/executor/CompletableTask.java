/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.executor;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;

/**
 * The completable future of a task. Differs from
 * {@link CompletableFuture#supplyAsync(java.util.function.Supplier)} in that cancelling
 * it with {@code mayInterruptIfRunning} interrupts the task. A future that is completed
 * in another way before its task begins keeps it from being run.
 *
 * @param <T> the type of the result
 */
final class CompletableTask<T extends @Nullable Object> extends CompletableFuture<T> {

	private final Call call;

	CompletableTask(Callable<T> task) {
		this.call = new Call(task);
	}

	FollowedTask<T> task() {
		return this.call;
	}

	@Override
	public boolean cancel(boolean mayInterruptIfRunning) {
		boolean cancelled = super.cancel(mayInterruptIfRunning);
		if (cancelled) {
			this.call.cancel(mayInterruptIfRunning);
		}
		return cancelled;
	}

	private final class Call extends FollowedTask<T> {

		Call(Callable<T> task) {
			super(task);
		}

		@Override
		public void run() {
			if (!CompletableTask.this.isDone()) {
				super.run();
			}
		}

		@Override
		protected void set(T result) {
			super.set(result);
			complete(result);
		}

		/** Wrapped, as the futures of the JDK do. */
		@Override
		protected void setException(Throwable failure) {
			super.setException(failure);
			completeExceptionally(
					(failure instanceof CompletionException) ? failure : new CompletionException(failure));
		}

	}

}
