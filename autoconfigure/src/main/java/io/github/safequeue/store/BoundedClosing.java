/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Closes what may wait for a server that does not answer. Any thread.
 */
public final class BoundedClosing {

	private BoundedClosing() {
	}

	/**
	 * Close something on a daemon thread, and wait for it no longer than a limit.
	 * @param name the name of the thread
	 * @param limit how long to wait
	 * @param closing closes it; goes on after the limit
	 * @return whether it ended within the limit
	 * @throws RuntimeException that the closing has thrown within the limit
	 */
	public static boolean run(String name, Duration limit, Runnable closing) {
		FutureTask<Void> task = new FutureTask<>(closing, null);
		Thread thread = new Thread(null, task, name, 0, false);
		thread.setDaemon(true);
		thread.start();
		try {
			task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof RuntimeException failure) {
				throw failure;
			}
			throw new IllegalStateException(ex.getCause());
		}
	}

}
