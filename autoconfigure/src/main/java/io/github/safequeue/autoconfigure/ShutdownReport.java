/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.boot.SpringApplication;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.engine.ManagedQueues;

/**
 * Reports at the end of the JVM what no closing reported: items of queues that were never
 * closed, and refusals after closing. One handler for the whole JVM, which holds nothing
 * and never throws.
 */
final class ShutdownReport implements Runnable {

	private static final AtomicBoolean registered = new AtomicBoolean();

	private ShutdownReport() {
	}

	static void ensureRegistered() {
		if (registered.compareAndSet(false, true)) {
			try {
				SpringApplication.getShutdownHandlers().add(new ShutdownReport());
			}
			catch (IllegalStateException ex) {
				// The JVM is already going down.
				registered.set(false);
			}
		}
	}

	@Override
	public void run() {
		try {
			Log logger = LogFactory.getLog(SafeQueue.class);
			ManagedQueues.unreported().forEach(logger::warn);
		}
		catch (Throwable ex) {
			// A handler that throws keeps those behind it from running.
		}
	}

}
