/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.endpoint;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.safequeue.WorkerSnapshot;

/**
 * The threads that the JVM found waiting for each other for ever. The JVM looks at
 * platform threads only.
 */
final class Deadlock {

	private final Map<Long, ThreadInfo> threads;

	private Deadlock(Map<Long, ThreadInfo> threads) {
		this.threads = threads;
	}

	/**
	 * Let the JVM look for deadlocked threads.
	 * @return what it found
	 */
	static Deadlock find() {
		ThreadMXBean bean = ManagementFactory.getThreadMXBean();
		long[] found = bean.isSynchronizerUsageSupported() ? bean.findDeadlockedThreads()
				: bean.findMonitorDeadlockedThreads();
		Map<Long, ThreadInfo> threads = new LinkedHashMap<>();
		if (found != null) {
			for (ThreadInfo info : bean.getThreadInfo(found)) {
				if (info != null) {
					threads.put(info.getThreadId(), info);
				}
			}
		}
		return new Deadlock(threads);
	}

	/**
	 * Return whether a worker is part of a deadlock.
	 * @param worker the worker
	 * @return whether it waits for itself through others
	 */
	boolean involves(WorkerSnapshot worker) {
		return this.threads.containsKey(worker.threadId());
	}

	/**
	 * Return the cycles that workers are part of, one after the other.
	 * @param workers the workers
	 * @return the threads, each followed by the one that it waits for; none if no worker
	 * is deadlocked
	 */
	List<DeadlockedThreadDescriptor> cycles(Collection<WorkerSnapshot> workers) {
		Map<Long, ThreadInfo> left = new LinkedHashMap<>(this.threads);
		List<DeadlockedThreadDescriptor> cycles = new ArrayList<>();
		for (WorkerSnapshot worker : workers) {
			ThreadInfo thread = left.remove(worker.threadId());
			while (thread != null) {
				cycles.add(new DeadlockedThreadDescriptor(thread.getThreadName(), LockOwners.name(thread),
						String.valueOf(thread.getLockOwnerName())));
				thread = left.remove(thread.getLockOwnerId());
			}
		}
		return cycles;
	}

}
