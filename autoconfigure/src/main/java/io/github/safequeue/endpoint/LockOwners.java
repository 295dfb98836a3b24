/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.endpoint;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.WorkerSnapshot;

/**
 * The locks that workers with an item in flight wait for. The JVM reports platform
 * threads only.
 */
final class LockOwners {

	private final Map<Long, ThreadInfo> threads;

	private LockOwners(Map<Long, ThreadInfo> threads) {
		this.threads = threads;
	}

	/**
	 * Ask the JVM what workers wait for.
	 * @param workers the workers
	 * @return the locks that workers with an item in flight wait for
	 */
	static LockOwners of(Collection<WorkerSnapshot> workers) {
		long[] busy = workers.stream()
			.filter((worker) -> worker.handling() != null && worker.threadId() > 0)
			.mapToLong(WorkerSnapshot::threadId)
			.toArray();
		Map<Long, ThreadInfo> threads = new HashMap<>();
		for (ThreadInfo thread : ManagementFactory.getThreadMXBean().getThreadInfo(busy)) {
			if (thread != null && thread.getLockInfo() != null) {
				threads.put(thread.getThreadId(), thread);
			}
		}
		return new LockOwners(threads);
	}

	/**
	 * Return what a worker waits for.
	 * @param worker the worker
	 * @return the lock's class and identity, or {@code null}
	 */
	@Nullable String waitsFor(WorkerSnapshot worker) {
		ThreadInfo thread = this.threads.get(worker.threadId());
		return (thread != null) ? name(thread) : null;
	}

	/**
	 * Return the thread that has what a worker waits for.
	 * @param worker the worker
	 * @return the thread's name, or {@code null} if there is no such thread
	 */
	@Nullable String heldBy(WorkerSnapshot worker) {
		ThreadInfo thread = this.threads.get(worker.threadId());
		return (thread != null) ? thread.getLockOwnerName() : null;
	}

	static String name(ThreadInfo thread) {
		LockInfo lock = thread.getLockInfo();
		return (lock != null) ? lock.toString() : "unknown";
	}

}
