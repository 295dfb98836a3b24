package io.github.safequeue.lifecycle;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.SafeQueueState;
import io.github.safequeue.engine.ManagedQueue;

/**
 * The queues that a context owns, by name. Any thread.
 */
final class ContextQueues {

	private final Map<String, ManagedQueue<?>> queues = new ConcurrentSkipListMap<>();

	/**
	 * Add a queue, unless there is another one of its name that is not closed.
	 * @param queue the queue
	 * @return whether it was added
	 */
	boolean add(ManagedQueue<?> queue) {
		return this.queues.compute(queue.name(),
				(name, other) -> (other == null || other.state() == SafeQueueState.CLOSED) ? queue : other) == queue;
	}

	void remove(ManagedQueue<?> queue) {
		this.queues.remove(queue.name(), queue);
	}

	@Nullable ManagedQueue<?> find(String name) {
		return this.queues.get(name);
	}

	/** Return all of them, sorted by name. */
	List<ManagedQueue<?>> all() {
		return List.copyOf(this.queues.values());
	}

	/** Return those of some names. */
	List<ManagedQueue<?>> all(Set<String> names) {
		return all().stream().filter((queue) -> names.contains(queue.name())).toList();
	}

}
