/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.concurrent.ThreadFactory;

import org.jspecify.annotations.Nullable;

/**
 * Makes a queue's threads: daemons that inherit nothing from the thread that makes them.
 */
final class WorkerThreads {

	private final String prefix;

	private final @Nullable ClassLoader classLoader;

	private @Nullable ThreadFactory virtual;

	WorkerThreads(QueueSettings settings) {
		this.prefix = "safequeue-" + settings.threads() + "-";
		this.classLoader = settings.classLoader();
		if (settings.virtualThreads()) {
			this.virtual = Virtual.factory(this.prefix + "v");
		}
	}

	/** Return whether this JVM has virtual threads. */
	static boolean supportsVirtual() {
		return Runtime.version().feature() >= 21;
	}

	Thread platform(Runnable task, int number) {
		return helper(task, Integer.toString(number));
	}

	@SuppressWarnings("ThreadPriorityCheck") // the default one, whatever the creator has
	Thread helper(Runnable task, String suffix) {
		Thread thread = new Thread(null, task, this.prefix + suffix, 0, false);
		thread.setDaemon(true);
		thread.setPriority(Thread.NORM_PRIORITY);
		thread.setContextClassLoader(this.classLoader);
		return thread;
	}

	Thread virtualThread(Runnable task) {
		ThreadFactory factory = this.virtual;
		if (factory == null) {
			throw new IllegalStateException("No virtual threads");
		}
		Thread thread = factory.newThread(task);
		thread.setContextClassLoader(this.classLoader);
		return thread;
	}

	/**
	 * Loaded only where virtual threads are used. Their builder came with Java 21.
	 */
	private static final class Virtual {

		static ThreadFactory factory(String prefix) {
			try {
				Class<?> type = Class.forName("java.lang.Thread$Builder$OfVirtual");
				Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
				type.getMethod("name", String.class, long.class).invoke(builder, prefix, 0L);
				type.getMethod("inheritInheritableThreadLocals", boolean.class).invoke(builder, false);
				return (ThreadFactory) type.getMethod("factory").invoke(builder);
			}
			catch (ReflectiveOperationException ex) {
				throw new IllegalStateException("This JVM has no virtual threads", ex);
			}
		}

	}

}
