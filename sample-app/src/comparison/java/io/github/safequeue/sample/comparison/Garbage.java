/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * Objects that are collected, and the one thread that runs their cleanup. Any thread.
 */
final class Garbage {

	private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();

	private final Cleaner cleaner = Cleaner.create((task) -> {
		Thread created = new Thread(task, "cleaner");
		this.thread.set(created);
		return created;
	});

	/**
	 * Create an object that nothing holds.
	 * @param cleanup what to run once it was collected
	 */
	void drop(Runnable cleanup) {
		this.cleaner.register(new Object(), cleanup);
	}

	/**
	 * Have an object's cleanup run once the object was collected.
	 * @param referent the object
	 * @param cleanup what to run
	 */
	void watch(Object referent, Runnable cleanup) {
		this.cleaner.register(referent, cleanup);
	}

	/**
	 * Describe what the thread that runs the cleanups does.
	 * @return its state, in words
	 */
	String threadState() {
		Thread created = this.thread.get();
		return (created != null) ? ThreadStacks.describe(created) : "idle";
	}

	/**
	 * Return whether a cleanup waits for a lock.
	 * @return whether it does
	 */
	boolean isBlocked() {
		Thread created = this.thread.get();
		return created != null && created.getState() == Thread.State.BLOCKED;
	}

}
