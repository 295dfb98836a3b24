/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Clock;
import java.time.Duration;

import io.github.safequeue.WaitStrategy;
import io.github.safequeue.WorkHandler;

/**
 * The parts of a queue, without threads: the actors of a stress test do what its threads
 * do.
 */
final class StressQueues {

	private StressQueues() {
	}

	/**
	 * Create the parts of a queue.
	 * @param capacity how many items may wait
	 * @param workers how many workers there are
	 * @param handler what a worker calls
	 * @return the parts, in the run state of a queue that was started
	 */
	static QueueCore core(int capacity, int workers, WorkHandler<Object> handler) {
		QueueSettings settings = new QueueSettings("q", "q", null, null, capacity, workers, 0, null, false,
				WaitStrategy.PARK, null, (letter) -> true, (work) -> {
				}, null, Duration.ofSeconds(30), true, null, null, false, null, Clock.systemUTC(),
				EngineLog.standard());
		QueueCore core = new QueueCore(settings, null);
		core.bind(handler);
		core.runState.clear(RunState.SUSPENDED);
		return core;
	}

}
