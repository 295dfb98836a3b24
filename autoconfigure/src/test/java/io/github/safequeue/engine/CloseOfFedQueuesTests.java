/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.testing.Closings;
import io.github.safequeue.testing.Faults;
import io.github.safequeue.testing.HushedExtension;
import io.github.safequeue.testing.Outcomes;
import io.github.safequeue.testing.Race;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Queues whose own handlers go on adding to them while they close.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@ExtendWith(HushedExtension.class)
class CloseOfFedQueuesTests {

	private static final int ROUNDS = Faults.scaled(20, 1_000);

	private static final int FOR_EVER = Integer.MAX_VALUE;

	private final AtomicInteger refusedToHandlers = new AtomicInteger();

	/** Queues of which each feeds the next one, and the last one the first. */
	private List<ManagedQueue<Object>> circle(Outcomes outcomes, WorkerPools... crews) {
		List<ManagedQueue<Object>> queues = new ArrayList<>();
		for (int i = 0; i < crews.length; i++) {
			int next = (i + 1) % crews.length;
			SafeQueueBuilder builder = crews[i].prepare(Fixtures.managed(), (item) -> {
				outcomes.handled(item);
				Hop hop = (Hop) item;
				if (hop.left() > 1_000) {
					LockSupport.parkNanos(10_000);
				}
				if (hop.left() > 0 && !outcomes.offer(queues.get(next), hop.next())) {
					this.refusedToHandlers.incrementAndGet();
				}
			}).undeliveredWorkHandler(outcomes);
			// Never full: whatever is refused is refused because it closed.
			builder.capacity((crews[i].name().endsWith("UNBOUNDED")) ? 0 : 1 << 16);
			queues.add((ManagedQueue<Object>) builder.<Object>build());
		}
		queues.forEach(ManagedQueue::start);
		return queues;
	}

	private static void closeAtDeadline(List<ManagedQueue<Object>> queues, Closings closings)
			throws InterruptedException {
		Duration timeout = Duration.ofMillis(3);
		Duration took = closings.time(timeout,
				() -> ManagedQueues.closeTogether(queues, timeout, Drain.GRACE, Drain.REPORTING));
		assertThat(took).as("not closed while something runs").isGreaterThanOrEqualTo(timeout);
		for (ManagedQueue<Object> queue : queues) {
			assertThat(queue.state()).isEqualTo(SafeQueueState.CLOSED);
			assertThat(queue.size()).isZero();
			assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
		}
	}

	@ParameterizedTest
	@EnumSource
	void queueThatIsNeverEmptyClosesAtTheDeadline(WorkerPools pool) throws Exception {
		try (Closings closings = new Closings("close of a queue that its handlers feed for ever")) {
			for (int round = 0; round < ROUNDS; round++) {
				Outcomes outcomes = new Outcomes();
				List<ManagedQueue<Object>> queue = circle(outcomes, pool);
				IntStream.rangeClosed(0, round % 4).forEach((i) -> outcomes.offer(queue.get(0), new Hop(i, FOR_EVER)));
				closeAtDeadline(queue, closings);
				closings.ended(outcomes);
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void twoQueuesThatFeedEachOtherForEverCloseAtTheDeadline(WorkerPools pool) throws Exception {
		try (Closings closings = new Closings("close of two queues that feed each other for ever")) {
			for (int round = 0; round < ROUNDS; round++) {
				Outcomes outcomes = new Outcomes();
				List<ManagedQueue<Object>> queues = circle(outcomes, pool, other(round));
				IntStream.rangeClosed(0, round % 4)
					.forEach((i) -> outcomes.offer(queues.get(i % 2), new Hop(i, FOR_EVER)));
				closeAtDeadline(queues, closings);
				closings.ended(outcomes);
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void twoQueuesThatFeedEachOtherLoseNothing(WorkerPools pool) throws Exception {
		try (Closings closings = new Closings("close of two queues that feed each other")) {
			for (int round = 0; round < ROUNDS; round++) {
				Outcomes outcomes = new Outcomes();
				List<ManagedQueue<Object>> queues = circle(outcomes, pool, other(round));
				Race race = new Race().with(() -> closings.time(Fixtures.LIMIT,
						() -> ManagedQueues.closeTogether(queues, Fixtures.LIMIT, Drain.GRACE, Drain.REPORTING)));
				for (int i = 0; i < 2; i++) {
					int producer = i;
					race.with(() -> offerUntilRefused(queues.get(producer), producer, outcomes));
				}
				IntStream.range(0, 3).forEach((i) -> outcomes.offer(queues.get(i % 2), new Hop(-i, 50)));
				race.run();
				assertThat(queues).allSatisfy((queue) -> assertThat(queue.snapshot().rejectedFull()).isZero());
				assertThat(this.refusedToHandlers).as("refused to handlers").hasValue(0);
				assertThat(outcomes.count("handled")).isEqualTo(outcomes.accepted());
				closings.ended(outcomes);
			}
		}
	}

	private static void offerUntilRefused(ManagedQueue<Object> queue, int producer, Outcomes outcomes) {
		// A refusal may be one of a moment: the other queue got an item, and both go on.
		for (int i = 1, refused = 0; refused < 3; i++) {
			refused += (outcomes.offer(queue, new Hop(2 * i + producer, i % 3))) ? 0 : 1;
			// Leaves moments in which both are quiet.
			LockSupport.parkNanos(20_000);
		}
	}

	/** Each kind of worker pool in turn. */
	private static WorkerPools other(int round) {
		List<WorkerPools> all = List.copyOf(EnumSet.allOf(WorkerPools.class));
		return all.get(round % all.size());
	}

}
