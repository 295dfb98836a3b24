/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.beans.factory.DisposableBean;

/**
 * A bean that writes orders down and is destroyed with its context. It stands for a
 * repository: writing takes time, ends early when the thread is interrupted, and is wrong
 * once the bean was destroyed. Any thread.
 */
final class OrderStore implements DisposableBean {

	private static final Duration WRITING = Duration.ofMillis(50);

	private final AtomicInteger completed = new AtomicInteger();

	private final AtomicInteger interrupted = new AtomicInteger();

	private final AtomicInteger usedAfterDestroy = new AtomicInteger();

	private volatile boolean destroyed;

	/**
	 * Write an order down.
	 * @param order the order
	 */
	void write(LastOrder order) {
		boolean dead = this.destroyed;
		try {
			Thread.sleep(WRITING.toMillis());
			this.completed.incrementAndGet();
			dead |= this.destroyed;
		}
		catch (InterruptedException ex) {
			this.interrupted.incrementAndGet();
			Thread.currentThread().interrupt();
		}
		if (dead) {
			this.usedAfterDestroy.incrementAndGet();
		}
	}

	@Override
	public void destroy() {
		this.destroyed = true;
	}

	int completed() {
		return this.completed.get();
	}

	int interrupted() {
		return this.interrupted.get();
	}

	int usedAfterDestroy() {
		return this.usedAfterDestroy.get();
	}

}
