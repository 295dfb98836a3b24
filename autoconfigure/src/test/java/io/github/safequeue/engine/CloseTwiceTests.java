/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.testing.Closings;
import io.github.safequeue.testing.Faults;
import io.github.safequeue.testing.HushedExtension;
import io.github.safequeue.testing.Outcomes;
import io.github.safequeue.testing.Race;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two threads that close at the same time: one drains, and both return when it is done.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@ExtendWith(HushedExtension.class)
class CloseTwiceTests {

	private static final int ROUNDS = Faults.scaled(20, 1_000);

	@ParameterizedTest
	@EnumSource
	void bothClosesReturnWhenAllIsSettled(WorkerPools pool) throws Exception {
		try (Closings closings = new Closings("close twice from two threads")) {
			for (int round = 0; round < ROUNDS; round++) {
				Duration timeout = (round % 4 == 0) ? Duration.ZERO : Fixtures.LIMIT;
				Outcomes outcomes = new Outcomes();
				CloseableSafeQueue<Object> queue = pool.prepare(SafeQueues.builder(), outcomes.handler())
					.undeliveredWorkHandler(outcomes)
					.drainTimeout(timeout)
					.autoStartup(false)
					.build();
				IntStream.range(0, 300).forEach((i) -> outcomes.offer(queue, i));
				Race.Action closing = () -> {
					closings.time(timeout, queue::close);
					assertClosed(queue.snapshot(), timeout.isZero());
				};
				new Race().with(closing).with(closing).with(() -> offerUntilClosed(queue, outcomes)).run();
				assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
				closings.ended(outcomes);
			}
		}
	}

	private static void offerUntilClosed(CloseableSafeQueue<Object> queue, Outcomes outcomes) {
		int item = 1_000;
		while (outcomes.offer(queue, item++) || queue.state() != SafeQueueState.CLOSED) {
			LockSupport.parkNanos(50_000);
		}
	}

	private static void assertClosed(SafeQueueSnapshot end, boolean outOfTime) {
		assertThat(end.state()).isEqualTo(SafeQueueState.CLOSED);
		assertThat(end.size()).isZero();
		if (!outOfTime) {
			assertThat(end.inFlight()).isZero();
			assertThat(end.handled()).isEqualTo(end.accepted());
		}
	}

	@ParameterizedTest
	@EnumSource
	void groupThatIsClosedFromBothEndsStaysOneGroup(WorkerPools pool) throws Exception {
		try (Closings closings = new Closings("close of two queues that feed each other from both ends")) {
			for (int round = 0; round < Faults.scaled(2, 100); round++) {
				Outcomes outcomes = new Outcomes();
				AtomicInteger refused = new AtomicInteger();
				List<DefaultSafeQueue<Object>> there = new ArrayList<>();
				IntStream.range(0, 2)
					.forEach((i) -> there.add((DefaultSafeQueue<Object>) pool.prepare(Fixtures.managed(), (item) -> {
						outcomes.handled(item);
						Hop hop = (Hop) item;
						if (hop.left() > 0 && !outcomes.offer(there.get(1 - i), hop.next())) {
							refused.incrementAndGet();
						}
					}).<Object>build()));
				List<DefaultSafeQueue<Object>> back = List.of(there.get(1), there.get(0));
				outcomes.offer(there.get(round % 2), new Hop(0, 100));
				CyclicBarrier meeting = new CyclicBarrier(2);
				new Race().with(() -> close(new Halting(there, meeting), closings))
					.with(() -> close(new Halting(back, meeting), closings))
					.run();
				assertThat(refused).hasValue(0);
				closings.ended(outcomes);
			}
		}
	}

	private static void close(List<DefaultSafeQueue<Object>> queues, Closings closings) {
		List<QueueCore> cores = queues.stream().map(DefaultSafeQueue::core).toList();
		closings.time(Fixtures.LIMIT, () -> Drain.close(cores, Fixtures.LIMIT, Drain.GRACE, Drain.REPORTING));
		assertThat(queues).allSatisfy((queue) -> assertClosed(queue.snapshot(), false));
	}

	/**
	 * Gives its reader the first queue, and the second one when the other reader has its
	 * first.
	 */
	private static final class Halting extends AbstractList<DefaultSafeQueue<Object>> {

		private final List<DefaultSafeQueue<Object>> queues;

		private final CyclicBarrier meeting;

		Halting(List<DefaultSafeQueue<Object>> queues, CyclicBarrier meeting) {
			this.queues = queues;
			this.meeting = meeting;
		}

		@Override
		public DefaultSafeQueue<Object> get(int index) {
			if (index == 1) {
				try {
					this.meeting.await(50, TimeUnit.MILLISECONDS);
				}
				catch (Exception ex) {
					// The other one is not let in meanwhile.
				}
			}
			return this.queues.get(index);
		}

		@Override
		public int size() {
			return this.queues.size();
		}

	}

}
