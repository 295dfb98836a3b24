/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.autoconfigure.QueueTestRunner;
import io.github.safequeue.testing.Closings;
import io.github.safequeue.testing.Faults;
import io.github.safequeue.testing.ForkedJvm;
import io.github.safequeue.testing.HushedExtension;
import io.github.safequeue.testing.Outcomes;
import io.github.safequeue.testing.Race;

import static io.github.safequeue.autoconfigure.QueueTestRunner.settle;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contexts that close while listeners feed the queues.
 */
@Tag("faults")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
@ExtendWith(HushedExtension.class)
class ContextClosingTests {

	private static final int ROUNDS = Faults.scaled(3, 100);

	private static final int FOR_EVER = Integer.MAX_VALUE;

	private static final Duration LONG = QueueTestRunner.LIMIT;

	private static final Duration SHORT = Duration.ofMillis(20);

	enum Shape {

		ONE, SEVERAL, LANES, VIRTUAL, UNBOUNDED;

		ApplicationContextRunner runner(Duration drainTimeout) {
			return QueueTestRunner.create()
				.withBean(Outcomes.class)
				.withBean(Players.class)
				.withPropertyValues("safequeue.shutdown.drain-timeout=" + drainTimeout.toMillis() + "ms",
						"safequeue.defaults.concurrency=" + ((this == ONE) ? 1 : 3),
						"safequeue.defaults.capacity=" + ((this == UNBOUNDED) ? 0 : 1 << 16),
						"safequeue.defaults.virtual-threads=" + (this == VIRTUAL && ForkedJvm.hasVirtualThreads()),
						"test.key=" + ((this == LANES) ? "id" : ""));
		}

	}

	private static void assertEnd(Players players, Closings closings) {
		for (SafeQueue<Ball> queue : List.of(players.ping, players.pong)) {
			assertThat(queue.state()).isEqualTo(SafeQueueState.CLOSED);
			assertThat(queue.size()).isZero();
			settle(queue);
		}
		closings.ended(players.outcomes);
	}

	private static Players serve(AssertableApplicationContext context, int balls, int times) {
		Players players = context.getBean(Players.class);
		IntStream.rangeClosed(1, balls)
			.forEach((i) -> players.outcomes.offer((i % 2 == 0) ? players.ping : players.pong, new Ball(-i, times)));
		return players;
	}

	@ParameterizedTest
	@EnumSource
	void queuesWhoseListenersFeedEachOtherLoseNothing(Shape shape) {
		try (Closings closings = new Closings("context closes while two queues feed each other")) {
			for (int round = 0; round < ROUNDS; round++) {
				shape.runner(LONG).run((context) -> {
					Players players = serve(context, 6, 50);
					new Race().with(() -> closings.time(LONG, context::close))
						.with(() -> offerUntilClosed(players.ping, players.outcomes, 0))
						.with(() -> offerUntilClosed(players.pong, players.outcomes, 1))
						.run();
					assertThat(players.dropped).as("refused to listeners").hasValue(0);
					assertEnd(players, closings);
				});
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void queuesThatAreNeverEmptyCloseAtTheDrainTimeout(Shape shape) {
		try (Closings closings = new Closings("context closes while two queues feed each other for ever")) {
			for (int round = 0; round < ROUNDS; round++) {
				int balls = 1 + round % 4;
				shape.runner(SHORT).run((context) -> {
					Players players = serve(context, balls, FOR_EVER);
					assertThat(closings.time(SHORT, context::close)).isGreaterThanOrEqualTo(SHORT);
					assertEnd(players, closings);
				});
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void queueMayBeClosedByItsUserWhileItsContextCloses(Shape shape) {
		try (Closings closings = new Closings("queue is closed by its user while its context closes")) {
			for (int round = 0; round < ROUNDS; round++) {
				shape.runner(LONG).run((context) -> {
					Players players = serve(context, 6, 50);
					AutoCloseable pong = (AutoCloseable) players.pong;
					new Race().with(() -> closings.time(LONG, context::close)).with(pong::close).run();
					assertThat(players.dropped).as("refused to listeners").hasValue(0);
					assertEnd(players, closings);
				});
			}
		}
	}

	private static void offerUntilClosed(SafeQueue<Ball> queue, Outcomes outcomes, int producer) {
		for (int i = 0; outcomes.offer(queue, new Ball(2 * i + producer, i % 3))
				|| queue.state() != SafeQueueState.CLOSED; i++) {
			LockSupport.parkNanos(50_000);
		}
	}

	/**
	 * What goes to and fro.
	 *
	 * @param id which one
	 * @param left how often it is still to be returned
	 */
	record Ball(int id, int left) {
	}

	static class Players {

		private final AtomicInteger dropped = new AtomicInteger();

		private final Outcomes outcomes;

		private final SafeQueue<Ball> ping;

		private final SafeQueue<Ball> pong;

		Players(Outcomes outcomes, SafeQueue<Ball> ping, SafeQueue<Ball> pong) {
			this.outcomes = outcomes;
			this.ping = ping;
			this.pong = pong;
		}

		@SafeQueueListener(queues = "ping", key = "${test.key}")
		void ping(Ball ball) {
			play(ball, this.pong);
		}

		@SafeQueueListener(queues = "pong", key = "${test.key}")
		void pong(Ball ball) {
			play(ball, this.ping);
		}

		private void play(Ball ball, SafeQueue<Ball> next) {
			this.outcomes.handled(ball);
			if (ball.left() > 1_000) {
				LockSupport.parkNanos(10_000);
			}
			if (ball.left() > 0 && !this.outcomes.offer(next, new Ball(ball.id(), ball.left() - 1))) {
				this.dropped.incrementAndGet();
			}
		}

	}

}
