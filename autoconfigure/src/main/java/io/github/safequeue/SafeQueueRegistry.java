/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue;

import java.util.Collection;
import java.util.Optional;

/**
 * Finds the queues of an application context: those that are beans and those that are
 * built at run time by an injected {@link SafeQueueBuilder}. Never creates a queue; while
 * the context starts, the queue beans that it is going to create count as there. Returns
 * the queue itself, also where a post-processor or an aspect wraps its bean. A
 * {@link SafeQueue} of another library or of a test, such as a mock, is not found. May be
 * called by any thread.
 *
 * <p>
 * A bean that is given the registry counts as given every queue that is a bean: these
 * queues outlive it.
 */
public interface SafeQueueRegistry {

	/**
	 * Find a queue by its name.
	 * @param name the name
	 * @return the queue, or empty if none of that name was declared
	 */
	Optional<SafeQueue<?>> find(String name);

	/**
	 * Return all queues.
	 * @return the queues, sorted by name
	 */
	Collection<SafeQueue<?>> all();

	/**
	 * Drain and forget a queue that was built at run time. It accepts and handles until
	 * nothing waits and nothing runs, or until {@code safequeue.shutdown.drain-timeout}
	 * is over; what is left then is reported as undelivered. Its meters and its entry in
	 * the health end with it, and a queue of that name can be built again. Blocks until
	 * then.
	 * @param name the name
	 * @return whether this call closed it: {@code false} if there is no such queue, or if
	 * another caller is closing it
	 * @throws IllegalArgumentException if the queue is a bean, which the context closes
	 * @throws IllegalStateException if called by a worker of that queue, which would wait
	 * for itself
	 */
	boolean close(String name);

}
