/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue;

import java.util.Iterator;
import java.util.ServiceLoader;

import org.jspecify.annotations.Nullable;

/**
 * Starts the builders of queues that live without an application context. In an
 * application context, inject a {@link SafeQueueBuilder} instead.
 *
 * <pre class="code">
 * try (CloseableSafeQueue&lt;Order&gt; orders = SafeQueues.builder().name("orders").handler(this::handle).build()) {
 * 	orders.offer(order);
 * }
 * </pre>
 *
 * <p>
 * The engine behind the builders is found by {@link ServiceLoader} with the class loader
 * of this class, once per JVM. All methods may be called by any thread.
 */
public final class SafeQueues {

	/** Threads that find it at the same time find equal ones. */
	private static volatile @Nullable SafeQueueBuilderFactory factory;

	private SafeQueues() {
	}

	/**
	 * Start a queue that lives without an application context. The queue starts when it
	 * is built, and its owner closes it by {@link CloseableSafeQueue#close()}.
	 * @return a new builder
	 * @throws IllegalStateException if the library's engine is not found
	 */
	public static SafeQueueBuilder builder() {
		SafeQueueBuilderFactory factory = SafeQueues.factory;
		if (factory == null) {
			factory = find(SafeQueues.class.getClassLoader());
			SafeQueues.factory = factory;
		}
		return factory.create();
	}

	static SafeQueueBuilderFactory find(@Nullable ClassLoader classLoader) {
		Iterator<SafeQueueBuilderFactory> factories = ServiceLoader.load(SafeQueueBuilderFactory.class, classLoader)
			.iterator();
		if (!factories.hasNext()) {
			throw new IllegalStateException(
					"No queue can be built: the class loader %s finds no provider of %s. Keep META-INF/services/%2$s of the library's jar when jars are merged into one."
						.formatted(classLoader, SafeQueueBuilderFactory.class.getName()));
		}
		return factories.next();
	}

}
