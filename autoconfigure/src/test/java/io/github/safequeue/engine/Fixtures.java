package io.github.safequeue.engine;

import java.time.Clock;
import java.time.Duration;

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
		return new QueueSettings("q", null, null, capacity, concurrency, 0, null, false, WaitStrategy.PARK, null,
				outcomes, outcomes, Duration.ofSeconds(30), true, null, null, false, null, Clock.systemUTC(),
				EngineLog.standard());
	}

	/** A builder of queues that the test starts and closes itself. */
	static StandaloneQueueBuilder managed() {
		return SafeQueues.managed((builder) -> {
		});
	}

}
