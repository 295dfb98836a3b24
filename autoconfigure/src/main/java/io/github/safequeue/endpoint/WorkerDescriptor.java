/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.endpoint;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.WorkerSnapshot;

/**
 * What one worker does.
 *
 * @param thread the thread's name
 * @param state the thread's state, or {@code null} if there is no thread
 * @param handling type and identity of the item in flight, or {@code null} if idle
 * @param handlingFor how long the item has been in flight, as an ISO-8601 duration, or
 * {@code null} if idle
 * @param handlingForMillis the same in milliseconds
 * @param waiting of a queue with a key, how many items wait for the keys that this worker
 * has in flight; {@code null} without keys
 * @param waitsFor the lock that a worker with an item in flight waits for, class and
 * identity, or {@code null}
 * @param heldBy the name of the thread that has the lock, or {@code null} if none is
 * known
 * @param deadlocked whether the JVM found the thread in a deadlock
 * @param stack the thread's stack, innermost frame first
 */
public record WorkerDescriptor(String thread, Thread.@Nullable State state, @Nullable String handling,
		@Nullable String handlingFor, @Nullable Long handlingForMillis, @Nullable Integer waiting,
		@Nullable String waitsFor, @Nullable String heldBy, boolean deadlocked, List<String> stack) {

	static WorkerDescriptor of(WorkerSnapshot worker, LockOwners locks, boolean deadlocked) {
		Duration handlingFor = worker.handlingFor();
		return new WorkerDescriptor(worker.thread(), worker.threadState(), worker.handling(),
				(handlingFor != null) ? Duration.ofMillis(handlingFor.toMillis()).toString() : null,
				(handlingFor != null) ? handlingFor.toMillis() : null, worker.waiting(), locks.waitsFor(worker),
				locks.heldBy(worker), deadlocked, worker.stack().stream().map(StackTraceElement::toString).toList());
	}

}
