/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.UndeliveredWorkHandler;
import io.github.safequeue.WorkContext;

/**
 * What owners of queues, such as an application context, call: builders of queues that
 * their owner starts and closes, closing several queues together, and what is left to
 * report when the JVM ends. Queues without an application context are built by
 * {@link io.github.safequeue.SafeQueues}. All methods may be called by any thread.
 */
public final class ManagedQueues {

	private ManagedQueues() {
	}

	/**
	 * Start a queue whose owner binds its handler, starts and closes it.
	 * @param beforeBuild called with the builder at the beginning of each build, by the
	 * thread that builds
	 * @return a new builder
	 */
	public static ManagedQueueBuilder builder(Consumer<ManagedQueueBuilder> beforeBuild) {
		return new DefaultManagedQueueBuilder(beforeBuild);
	}

	/**
	 * Return what the submitters of a call's items have left beside them.
	 * @param call the context that the handler was called with by one of the queues
	 * @return one element for each item, in order
	 */
	public static List<@Nullable Object> captured(WorkContext call) {
		return ((InFlight) call).contexts();
	}

	/**
	 * Return what receives undelivered work where the application has no handler of its
	 * own.
	 * @return a handler that logs one line at WARN
	 */
	public static UndeliveredWorkHandler loggingUndeliveredWorkHandler() {
		return LoggingHandlers::undelivered;
	}

	/**
	 * Close queues that feed each other. They go on accepting until nothing waits and
	 * nothing runs in any of them, or until the timeout is over.
	 * @param queues the queues, built by builders of this library
	 * @param timeout how long to drain at most, for all of them
	 * @param grace how long to wait after the timeout for handlers that were interrupted
	 * @param reporting until how long after the timeout to wait for the report of
	 * undelivered work
	 * @throws ClassCastException if another library built one of the queues
	 */
	public static void closeTogether(Collection<? extends ManagedQueue<?>> queues, Duration timeout, Duration grace,
			Duration reporting) {
		queues.forEach(ManagedQueue::beginClosing);
		Drain.close(cores(queues), timeout, grace, reporting);
		queues.forEach(ManagedQueue::endClosing);
	}

	/**
	 * Wait until queues that feed each other have handled what they accepted before, and
	 * leave them open. Ends a pause. Does not wait for a handler that waits for the
	 * closing, nor for queues whose only work left waits for its next attempt.
	 * @param queues the queues, built by builders of this library
	 * @param selfFeeding whether to wait also for what their handlers add to them
	 * @param timeout how long to wait at most
	 * @throws ClassCastException if another library built one of the queues
	 */
	public static void flushTogether(Collection<? extends ManagedQueue<?>> queues, boolean selfFeeding,
			Duration timeout) {
		queues.forEach(ManagedQueue::beginClosing);
		Flush.flush(cores(queues), selfFeeding, timeout);
	}

	private static List<QueueCore> cores(Collection<? extends ManagedQueue<?>> queues) {
		List<QueueCore> cores = new ArrayList<>();
		for (ManagedQueue<?> queue : queues) {
			queue.parts().forEach((part) -> cores.add(((DefaultSafeQueue<?>) part).core()));
		}
		return cores;
	}

	/**
	 * Return what was not reported yet: items of queues that were never closed, and
	 * refusals after closing. What is returned once is not returned again.
	 * @return one line for each queue that has anything to report
	 */
	public static List<String> unreported() {
		return UnclosedQueues.report();
	}

}
