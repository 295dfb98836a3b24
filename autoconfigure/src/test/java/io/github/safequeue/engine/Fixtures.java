/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import io.github.safequeue.DeadLetterHandler;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.WaitStrategy;
import io.github.safequeue.testing.Outcomes;

/**
 * Settings for queues whose parts a test replaces.
 */
final class Fixtures {

	/** A limit that only a broken queue reaches. */
	static final Duration LIMIT = Duration.ofSeconds(30);

	private Fixtures() {
	}

	static QueueSettings settings(int capacity, int concurrency, Outcomes outcomes) {
		return new QueueSettings("q", "q", null, null, capacity, concurrency, 0, null, false, WaitStrategy.PARK, null,
				taker(outcomes), outcomes, null, Duration.ofSeconds(30), true, null, null, false, null,
				Clock.systemUTC(), EngineLog.standard());
	}

	static DeadLetterTarget taker(DeadLetterHandler handler) {
		return (letter) -> {
			handler.onDeadLetter(letter);
			return true;
		};
	}

	/** A builder of queues that the test starts and closes itself. */
	static SafeQueueBuilder managed() {
		return ManagedQueues.builder((builder) -> {
		}).settings();
	}

	/** A builder of queues that the test handles step by step. */
	static SafeQueueBuilder manual() {
		return ManagedQueues.builder((builder) -> {
		}).manual().settings();
	}

	/** Let a queue drain for some time at most when the test closes it. */
	static void drainFor(Duration time, ManagedQueue<?> queue) {
		queue.onClose(() -> ManagedQueues.closeTogether(List.of(queue), time, Drain.GRACE, Drain.REPORTING));
	}

}
