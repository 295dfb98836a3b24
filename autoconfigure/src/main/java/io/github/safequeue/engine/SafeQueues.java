package io.github.safequeue.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.DeadLetterHandler;
import io.github.safequeue.UndeliveredWorkHandler;

/**
 * The way into the engine: builds queues, and tells what is left to be told when the JVM
 * ends. Any thread.
 */
public final class SafeQueues {

	private SafeQueues() {
	}

	/**
	 * Begin a queue that lives without an application context. It is started when built
	 * and closed by {@link CloseableSafeQueue#close()}.
	 * @return a new builder
	 */
	public static StandaloneQueueBuilder builder() {
		return new DefaultQueueBuilder(true, (builder) -> {
		});
	}

	/**
	 * Begin a queue whose owner binds its handler, starts and closes it.
	 * @param beforeBuild called with the builder at the beginning of each build
	 * @return a new builder, whose queues are {@link ManagedQueue}s that are not started
	 */
	public static StandaloneQueueBuilder managed(Consumer<StandaloneQueueBuilder> beforeBuild) {
		return new DefaultQueueBuilder(false, beforeBuild);
	}

	/**
	 * Return what takes dead letters where nobody else does.
	 * @return a handler that logs one line at ERROR
	 */
	public static DeadLetterHandler loggingDeadLetterHandler() {
		return LoggingHandlers::deadLetter;
	}

	/**
	 * Return what takes undelivered work where nobody else does.
	 * @return a handler that logs one line at WARN
	 */
	public static UndeliveredWorkHandler loggingUndeliveredWorkHandler() {
		return LoggingHandlers::undelivered;
	}

	/**
	 * Close queues that feed each other: they go on accepting until nothing waits and
	 * nothing runs in any of them.
	 * @param queues the queues, built by this class
	 * @param timeout how long to drain at most, for all of them
	 * @param grace how long interrupted handlers are waited for after that
	 * @param reporter how long after the timeout the telling of undelivered work is
	 * waited for
	 */
	public static void closeTogether(Collection<? extends ManagedQueue<?>> queues, Duration timeout, Duration grace,
			Duration reporter) {
		List<DefaultSafeQueue<?>> known = new ArrayList<>();
		for (ManagedQueue<?> queue : queues) {
			known.add((DefaultSafeQueue<?>) queue);
		}
		Drain.close(known, timeout, grace, reporter);
	}

	/**
	 * Return what has not been told: items of queues that were never closed, and refusals
	 * after closing. What is returned is not returned again.
	 * @return one line a queue
	 */
	public static List<String> unreported() {
		return UnclosedQueues.report();
	}

}
