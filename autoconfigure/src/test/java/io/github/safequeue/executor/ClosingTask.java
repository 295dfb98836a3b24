/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.executor;

import java.util.concurrent.atomic.AtomicBoolean;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Async;

/**
 * A bean whose work is done by an executor, and the bean that the work uses.
 */
final class ClosingTask {

	private ClosingTask() {
	}

	/**
	 * What the work uses.
	 */
	static class Store implements DisposableBean {

		private final AtomicBoolean open = new AtomicBoolean(true);

		boolean isOpen() {
			return this.open.get();
		}

		@Override
		public void destroy() {
			this.open.set(false);
		}

	}

	/**
	 * The work.
	 */
	static class Work implements DisposableBean {

		private final Store store;

		private final TaskOutcomes outcomes;

		private final AtomicBoolean alive = new AtomicBoolean(true);

		Work(Store store, TaskOutcomes outcomes) {
			this.store = store;
			this.outcomes = outcomes;
		}

		@Async("${executor:}")
		public void doWork(int number) {
			run(number);
		}

		@Async("${executor:}")
		@EventListener
		public void onEvent(TaskEvent event) {
			run(event.number());
		}

		private void run(int number) {
			boolean before = isUsable();
			try {
				// The length of a small task.
				Thread.sleep(2);
			}
			catch (InterruptedException ex) {
				this.outcomes.interrupted(number);
				return;
			}
			this.outcomes.completed(number, before && isUsable());
		}

		private boolean isUsable() {
			return this.alive.get() && this.store.isOpen();
		}

		@Override
		public void destroy() {
			this.alive.set(false);
		}

	}

	record TaskEvent(int number) {
	}

}
