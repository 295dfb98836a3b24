package io.github.safequeue;

import java.util.Collection;
import java.util.Optional;

/**
 * Finds the queues of an application context. Never creates a queue. May be called by any
 * thread.
 *
 * <p>
 * A bean that is given the registry counts as given every queue: all queues outlive it.
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

}
