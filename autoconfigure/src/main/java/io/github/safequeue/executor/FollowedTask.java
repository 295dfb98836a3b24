/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.executor;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

import org.jspecify.annotations.Nullable;

/**
 * A task and its future. The worker's interrupt flag is cleared by the engine, so that a
 * cancellation does not reach the next item.
 *
 * @param <T> the type of the result
 */
class FollowedTask<T extends @Nullable Object> extends FutureTask<T> {

	FollowedTask(Callable<T> task) {
		super(task);
	}

	/** Let nobody wait for a task that will not be run. */
	final void undelivered(Throwable failure) {
		setException(failure);
	}

	/** As the item of a queue it is shown by type and identity; its task stays hidden. */
	@Override
	public String toString() {
		return getClass().getSimpleName();
	}

}
