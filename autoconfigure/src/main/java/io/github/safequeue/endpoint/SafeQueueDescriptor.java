/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.endpoint;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.StoreStatus;
import io.github.safequeue.StoredDeadLetter;

/**
 * One queue: the components of its {@link SafeQueueSnapshot} and what its workers do. Of
 * a queue with a store these are those of the side that calls the handler, if this
 * process has one.
 *
 * @param name the queue's name
 * @param state the queue's state
 * @param size the items that wait
 * @param capacity how many items may wait
 * @param concurrency how many handler calls may run at a time
 * @param inFlight the items in flight, those that wait for their next attempt included
 * @param accepted the items accepted
 * @param handled the items whose handler returned
 * @param failed the items that were dead-lettered
 * @param undelivered the items that were reported undelivered
 * @param retried the attempts after the first ones
 * @param rejectedFull the refusals because the queue was full
 * @param rejectedClosed the refusals because the queue was closed
 * @param workers what each worker does
 * @param deadlock the threads that wait for each other for ever, each followed by the one
 * that it waits for, or {@code null} if no worker is among them
 * @param outgoing the figures of the side that writes to the store, or {@code null}
 * without a store
 * @param store what is known of the store, or {@code null} without a store
 * @param deadLetters the latest dead letters in the store, or {@code null} if there is no
 * store that can list them, or if it cannot be reached
 */
public record SafeQueueDescriptor(String name, SafeQueueState state, int size, int capacity, int concurrency,
		int inFlight, long accepted, long handled, long failed, long undelivered, long retried, long rejectedFull,
		long rejectedClosed, List<WorkerDescriptor> workers, @Nullable List<DeadlockedThreadDescriptor> deadlock,
		@Nullable SafeQueueSnapshot outgoing, @Nullable StoreStatus store,
		@Nullable List<StoredDeadLetter> deadLetters) implements OperationResponseBody {

	static SafeQueueDescriptor of(SafeQueueSnapshot snapshot, List<WorkerDescriptor> workers,
			List<DeadlockedThreadDescriptor> deadlock, @Nullable StoreView view) {
		return new SafeQueueDescriptor(snapshot.name(), snapshot.state(), snapshot.size(), snapshot.capacity(),
				snapshot.concurrency(), snapshot.inFlight(), snapshot.accepted(), snapshot.handled(), snapshot.failed(),
				snapshot.undelivered(), snapshot.retried(), snapshot.rejectedFull(), snapshot.rejectedClosed(), workers,
				deadlock.isEmpty() ? null : deadlock, (view != null) ? view.outgoing() : null,
				(view != null) ? view.store() : null, (view != null) ? view.deadLetters() : null);
	}

}
