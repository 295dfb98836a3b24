/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * Does several things at the same time, each on a thread of its own.
 */
public final class Race {

	private final List<Action> actions = new ArrayList<>();

	private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

	public Race with(Action action) {
		this.actions.add(action);
		return this;
	}

	/** Begin all of them, and return when all of them ended. */
	public void run() throws InterruptedException {
		CountDownLatch ready = new CountDownLatch(this.actions.size());
		List<Thread> threads = new ArrayList<>();
		for (Action action : this.actions) {
			Thread thread = new Thread(() -> run(action, ready), "racer");
			thread.setDaemon(true);
			threads.add(thread);
		}
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join();
		}
		Throwable failure = this.failure.get();
		if (failure != null) {
			throw new AssertionError(failure);
		}
	}

	private void run(Action action, CountDownLatch ready) {
		try {
			ready.countDown();
			ready.await();
			action.run();
		}
		catch (Throwable ex) {
			this.failure.compareAndSet(null, ex);
		}
	}

	/** Something to do that may fail. */
	public interface Action {

		void run() throws Exception;

	}

}
