/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.endpoint;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueDiagnostics;
import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.WorkerSnapshot;

/**
 * {@link Endpoint @Endpoint} that shows the queues, what their workers do and what their
 * stores have, that pauses and resumes them, and that puts back dead letters. Items are
 * named by type and identity only. May be called by any thread; waits for the store of a
 * queue that has one.
 */
@Endpoint(id = "safequeues")
public class SafeQueuesEndpoint {

	private final SafeQueueRegistry queues;

	/**
	 * Create an endpoint.
	 * @param queues finds the queues
	 */
	public SafeQueuesEndpoint(SafeQueueRegistry queues) {
		this.queues = queues;
	}

	/**
	 * Show all queues. Asks no store.
	 * @return the queues' figures
	 */
	@ReadOperation
	public SafeQueuesDescriptor queues() {
		List<SafeQueueSnapshot> snapshots = this.queues.all()
			.stream()
			.<SafeQueueSnapshot>map(StoreView::snapshot)
			.toList();
		return new SafeQueuesDescriptor(snapshots);
	}

	/**
	 * Show one queue.
	 * @param name the queue's name
	 * @return the queue's figures and workers, or {@code null} if there is no such queue
	 */
	@ReadOperation
	public @Nullable SafeQueueDescriptor queue(@Selector String name) {
		return this.queues.find(name).map(SafeQueuesEndpoint::describe).orElse(null);
	}

	private static SafeQueueDescriptor describe(SafeQueue<?> queue) {
		List<WorkerSnapshot> workers = (queue instanceof SafeQueueDiagnostics diagnostics) ? diagnostics.workers()
				: List.of();
		LockOwners locks = LockOwners.of(workers);
		Deadlock deadlock = Deadlock.find();
		return SafeQueueDescriptor.of(StoreView.snapshot(queue),
				workers.stream()
					.map((worker) -> WorkerDescriptor.of(worker, locks, deadlock.involves(worker)))
					.toList(),
				deadlock.cycles(workers), StoreView.of(queue));
	}

	/**
	 * Pause or resume a queue, or put back a dead letter of one with a store.
	 * @param name the queue's name
	 * @param action {@code pause}, {@code resume} or {@code requeue}
	 * @param id the identity of the dead letter that {@code requeue} puts back
	 * @return the state that the queue is in now, or {@code null} if there is no such
	 * queue
	 * @throws InvalidEndpointRequestException if the action is another one or missing, or
	 * if the dead letter cannot be put back
	 */
	@WriteOperation
	public @Nullable SafeQueueStateDescriptor change(@Selector String name, @Nullable String action,
			@Nullable String id) {
		SafeQueue<?> queue = this.queues.find(name).orElse(null);
		if (queue == null) {
			return null;
		}
		QueueActions.perform(queue, action, id);
		return new SafeQueueStateDescriptor(queue.name(), StoreView.snapshot(queue).state());
	}

}
