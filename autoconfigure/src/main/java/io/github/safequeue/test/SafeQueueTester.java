/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.test;

import java.util.List;
import java.util.stream.Collectors;

import io.github.safequeue.DeadLetter;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.engine.ManagedQueue;
import io.github.safequeue.engine.StepwiseHandling;

/**
 * Handles the items of queues in a test, one by one on the test's thread. Handlers are
 * called as workers call them: keys are read, batches are made, failures are retried and
 * dead-lettered, items are counted. Two things differ: no two handler calls of a queue
 * run at a time, and no time passes between attempts.
 *
 * <p>
 * Works for queues in {@link QueueMode#MANUAL} only. Each method throws an
 * {@link IllegalArgumentException} for a queue that does not exist, which names those
 * that do. Any thread, one at a time for each queue.
 */
public final class SafeQueueTester {

	private static final int MAX_CALLS = 100_000;

	private final SafeQueueRegistry queues;

	/**
	 * Create a tester.
	 * @param queues the queues to test
	 */
	public SafeQueueTester(SafeQueueRegistry queues) {
		this.queues = queues;
	}

	/**
	 * Handle the oldest item of a queue, or its next batch, with all its attempts. What
	 * the handler throws does not reach the test: see {@link #deadLetters}.
	 * @param queue the queue's name
	 * @return whether there was anything to handle; {@code false} as well while the queue
	 * is paused
	 */
	public boolean handleNext(String queue) {
		return manual(queue).handleNext();
	}

	/**
	 * Handle all that waits in a queue, and what is added to it meanwhile.
	 * @param queue the queue's name
	 * @return how many items were handled or failed
	 * @throws IllegalStateException if handlers add items without end
	 */
	public int handleAll(String queue) {
		return handleAll(List.of(find(queue)));
	}

	/**
	 * Handle all that waits in any queue, and what is added to any of them meanwhile:
	 * again and again through all queues in the order of their names, until nothing is
	 * left.
	 * @return how many items were handled or failed
	 * @throws IllegalStateException if handlers add items without end
	 */
	public int handleAll() {
		return handleAll(List.copyOf(this.queues.all()));
	}

	private static int handleAll(List<SafeQueue<?>> queues) {
		long before = settled(queues);
		int calls = 0;
		int callsBefore;
		do {
			callsBefore = calls;
			for (SafeQueue<?> queue : queues) {
				StepwiseHandling manual = manual(queue);
				while (manual.handleNext()) {
					if (++calls > MAX_CALLS) {
						throw new IllegalStateException(
								"Queue '%s' still has items after %d handler calls; do handlers add an item for each that they handle?"
									.formatted(queue.name(), MAX_CALLS));
					}
				}
			}
		}
		while (calls > callsBefore);
		return Math.toIntExact(settled(queues) - before);
	}

	private static long settled(List<SafeQueue<?>> queues) {
		return queues.stream().map(SafeQueue::snapshot).mapToLong((now) -> now.handled() + now.failed()).sum();
	}

	/**
	 * Return what was submitted to a queue and not handled yet.
	 * @param queue the queue's name
	 * @return the items, oldest first
	 */
	public List<Object> submitted(String queue) {
		return manual(queue).waiting();
	}

	/**
	 * Return what was submitted to a queue and not handled yet.
	 * @param queue the queue's name
	 * @param type the type of the items
	 * @param <T> the type of the items
	 * @return the items, oldest first
	 * @throws ClassCastException if there is an item of another type
	 */
	public <T> List<T> submitted(String queue, Class<T> type) {
		return submitted(queue).stream().<T>map(type::cast).toList();
	}

	/**
	 * Return what failed for the last time in a queue, since the context started or since
	 * {@link #discardAll()}: also what went on to a dead-letter queue.
	 * @param queue the queue's name
	 * @return the dead letters, oldest first
	 */
	public List<DeadLetter<?>> deadLetters(String queue) {
		return manual(queue).deadLetters();
	}

	/**
	 * Take what waits in all queues without handling it, and forget their dead letters,
	 * so that the next test with the same context begins with empty queues. What is taken
	 * counts as undelivered, and its futures fail; {@code UndeliveredWorkHandler} is not
	 * called.
	 * @return how many items were taken
	 */
	public int discardAll() {
		return this.queues.all().stream().mapToInt((queue) -> manual(queue).discard().size()).sum();
	}

	/**
	 * Return the figures of a queue, for {@link SafeQueueAssertions}.
	 * @param queue the queue's name
	 * @return the figures, counted since the context started
	 */
	public SafeQueueSnapshot snapshot(String queue) {
		return find(queue).snapshot();
	}

	private StepwiseHandling manual(String queue) {
		return manual(find(queue));
	}

	private static StepwiseHandling manual(SafeQueue<?> queue) {
		StepwiseHandling manual = (queue instanceof ManagedQueue<?> managed) ? managed.manual() : null;
		if (manual == null) {
			throw new IllegalStateException(
					"Queue '%s' is handled by its workers; put @AutoConfigureSafeQueue on the test, and build the queue with the SafeQueueBuilder of its context"
						.formatted(queue.name()));
		}
		return manual;
	}

	private SafeQueue<?> find(String queue) {
		return this.queues.find(queue)
			.orElseThrow(() -> new IllegalArgumentException("There is no queue '%s'; there are: %s".formatted(queue,
					this.queues.all().stream().map(SafeQueue::name).sorted().collect(Collectors.joining(", ")))));
	}

}
