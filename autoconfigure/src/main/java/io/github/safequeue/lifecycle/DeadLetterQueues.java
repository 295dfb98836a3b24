/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.DeadLetter;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.StoredQueueDiagnostics;
import io.github.safequeue.engine.ManagedQueue;

/**
 * Delivers dead letters to other queues.
 */
final class DeadLetterQueues {

	private DeadLetterQueues() {
	}

	/**
	 * Check that each dead-letter queue exists and that no letter can go round in
	 * circles.
	 * @param queues the queues of the context
	 * @param finder finds these and those of its parents
	 */
	static void check(Collection<ManagedQueue<?>> queues, Function<String, @Nullable SafeQueue<?>> finder) {
		for (SafeQueue<?> queue : queues) {
			Set<String> path = new LinkedHashSet<>();
			String name = queue.name();
			String next = target(queue);
			while (next != null) {
				path.add(name);
				SafeQueue<?> found = finder.apply(next);
				if (found == null) {
					throw new SafeQueueConfigurationException(name,
							"Queue '%s' names '%s' as its dead-letter queue, but no such queue is declared."
								.formatted(name, next),
							"Declare the queue '%s', or name another one, by safequeue.queues.%s.dead-letter-queue or deadLetterQueue(...) of the builder."
								.formatted(next, name));
				}
				checkStores(queue, found, next);
				if (path.contains(next)) {
					throw new SafeQueueConfigurationException(name,
							"Queue '%s': its dead-letter queue closes a circle, %s.".formatted(name,
									String.join(" -> ", path) + " -> " + next),
							"Name a queue outside the circle by safequeue.queues.%s.dead-letter-queue, or remove the dead-letter queue of one of these queues."
								.formatted(name));
				}
				name = next;
				next = target(found);
			}
		}
	}

	/**
	 * Check that each dead-letter queue takes what fails in the queue that names it.
	 * @param queues the queues of the context
	 * @param finder finds these and those of its parents
	 * @param items what they hold
	 */
	static void checkTypes(Collection<ManagedQueue<?>> queues, Function<String, @Nullable SafeQueue<?>> finder,
			QueueItems items) {
		for (ManagedQueue<?> queue : queues) {
			String target = queue.deadLetterQueue();
			SafeQueue<?> found = (target != null) ? finder.apply(target) : null;
			if (found != null && !items.takesDeadLetters(found, queue)) {
				throw new SafeQueueConfigurationException(queue.name(),
						"Queue '%s' holds items of type '%s', but its dead-letter queue '%s' takes '%s'."
							.formatted(queue.name(), items.of(queue), target, items.of(found)),
						"""
								Let queue '%2$s' hold DeadLetter<?>, or name another queue by \
								safequeue.queues.%1$s.dead-letter-queue, safequeue.defaults.dead-letter-queue or \
								deadLetterQueue(...) of the builder.""".formatted(queue.name(), target));
			}
		}
	}

	/** What fails in a store goes on within that store, in one transaction. */
	private static void checkStores(SafeQueue<?> queue, SafeQueue<?> found, String target) {
		if (queue instanceof StoredQueueDiagnostics source && !(found instanceof StoredQueueDiagnostics other
				&& other.availability().type().equals(source.availability().type()))) {
			String store = source.availability().type();
			throw new SafeQueueConfigurationException(queue.name(),
					"Queue '%s' has the store '%s', but its dead-letter queue '%s' has not.".formatted(queue.name(),
							store, target),
					"Set safequeue.queues.%2$s.store=%3$s, name another queue by safequeue.queues.%1$s.dead-letter-queue, or remove that: the store keeps dead letters itself."
						.formatted(queue.name(), target, store));
		}
	}

	private static @Nullable String target(@Nullable SafeQueue<?> queue) {
		return (queue instanceof ManagedQueue<?> managed) ? managed.deadLetterQueue() : null;
	}

	/**
	 * Offer a letter to a queue: the letter itself if the queue's items are dead letters,
	 * else the item that failed.
	 * @param target the queue
	 * @param type the type of its items, or {@code null} if unknown
	 * @param letter the letter
	 * @return whether it was accepted
	 */
	@SuppressWarnings("unchecked")
	static boolean deliver(SafeQueue<?> target, @Nullable Class<?> type, DeadLetter<?> letter) {
		SafeQueue<Object> queue = (SafeQueue<Object>) target;
		if (type == null || type.isAssignableFrom(DeadLetter.class)) {
			return queue.offer(letter);
		}
		return type.isInstance(letter.item()) && queue.offer(letter.item());
	}

}
