/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.SafeQueueState;
import io.github.safequeue.engine.ManagedQueue;

/**
 * The queues that a context owns, by name. Any thread.
 */
final class ContextQueues {

	private final Map<String, Entry> entries = new ConcurrentSkipListMap<>();

	/**
	 * Add a queue, unless there is another one of its name that is not closed.
	 * @param queue the queue
	 * @param destroyedAs the name by which Spring destroys it
	 * @return whether it was added
	 */
	boolean add(ManagedQueue<?> queue, String destroyedAs) {
		Entry entry = new Entry(queue, destroyedAs);
		return this.entries.compute(queue.name(),
				(name, other) -> (other == null || other.isClosed()) ? entry : other) == entry;
	}

	/**
	 * Have queues that have become beans destroyed with them.
	 * @param isBean whether there is a queue bean of a name
	 * @return the names of these queues
	 */
	List<String> becomeBeans(Predicate<String> isBean) {
		List<String> names = new ArrayList<>();
		for (Entry entry : this.entries.values()) {
			String name = entry.queue.name();
			if (!entry.destroyedAs.equals(name) && isBean.test(name)) {
				entry.destroyedAs = name;
				names.add(name);
			}
		}
		return names;
	}

	/**
	 * Mark a queue as being closed.
	 * @param queue the queue
	 * @return whether the caller is the first to close it
	 */
	boolean beginClosing(ManagedQueue<?> queue) {
		Entry entry = this.entries.get(queue.name());
		return entry != null && entry.queue == queue && entry.closing.compareAndSet(false, true);
	}

	/**
	 * Forget a queue.
	 * @param queue the queue
	 * @return whether it was known
	 */
	boolean remove(ManagedQueue<?> queue) {
		Entry entry = this.entries.get(queue.name());
		return entry != null && entry.queue == queue && this.entries.remove(queue.name(), entry);
	}

	/**
	 * Return the name by which Spring destroys a queue.
	 * @param queue the queue
	 * @return the name, that of the queue if it is not known
	 */
	String destroyedAs(ManagedQueue<?> queue) {
		Entry entry = this.entries.get(queue.name());
		return (entry != null && entry.queue == queue) ? entry.destroyedAs : queue.name();
	}

	@Nullable ManagedQueue<?> find(String name) {
		Entry entry = this.entries.get(name);
		return (entry != null) ? entry.queue : null;
	}

	/** Return all of them, sorted by name. */
	List<ManagedQueue<?>> all() {
		return list(List.copyOf(this.entries.values()));
	}

	/**
	 * Return the queues that are destroyed together.
	 * @param destroyedAs the names by which Spring destroys them
	 * @return the queues, sorted by name
	 */
	List<ManagedQueue<?>> all(Set<String> destroyedAs) {
		return list(this.entries.values().stream().filter((entry) -> destroyedAs.contains(entry.destroyedAs)).toList());
	}

	private static List<ManagedQueue<?>> list(List<Entry> entries) {
		return entries.stream().<ManagedQueue<?>>map((entry) -> entry.queue).toList();
	}

	/**
	 * One queue.
	 */
	private static final class Entry {

		private final ManagedQueue<?> queue;

		/** The name by which Spring destroys it. */
		private volatile String destroyedAs;

		/** Whether somebody closes it by its name. */
		private final AtomicBoolean closing = new AtomicBoolean();

		Entry(ManagedQueue<?> queue, String destroyedAs) {
			this.queue = queue;
			this.destroyedAs = destroyedAs;
		}

		boolean isClosed() {
			return this.queue.state() == SafeQueueState.CLOSED;
		}

	}

}
