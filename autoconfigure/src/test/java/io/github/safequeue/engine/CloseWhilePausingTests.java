/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.safequeue.SafeQueueState;
import io.github.safequeue.testing.Closings;
import io.github.safequeue.testing.Faults;
import io.github.safequeue.testing.HushedExtension;
import io.github.safequeue.testing.Outcomes;
import io.github.safequeue.testing.Race;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Closing overrides what its users and its context do to a queue at the same time.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@ExtendWith(HushedExtension.class)
class CloseWhilePausingTests {

	private static final int ROUNDS = Faults.scaled(20, 1_000);

	@ParameterizedTest
	@EnumSource
	void neitherPauseNorSuspensionHoldsUpTheClosing(WorkerPools pool) throws Exception {
		try (Closings closings = new Closings("close while pausing")) {
			for (int round = 0; round < ROUNDS; round++) {
				Outcomes outcomes = new Outcomes();
				ManagedQueue<Object> queue = (ManagedQueue<Object>) pool.prepare(Fixtures.managed(), outcomes.handler())
					.undeliveredWorkHandler(outcomes)
					.<Object>build();
				queue.start();
				IntStream.range(0, 100).forEach((i) -> outcomes.offer(queue, i));
				race(queue, outcomes, closings, round % 2 == 0).run();
				assertThat(queue.snapshot().handled()).isEqualTo(outcomes.accepted());
				closings.ended(outcomes);
			}
		}
	}

	/**
	 * Whether the queue is woken again after each pause, or must close without that.
	 */
	private static Race race(ManagedQueue<Object> queue, Outcomes outcomes, Closings closings, boolean wake) {
		return new Race().with(() -> closings.time(Fixtures.LIMIT, queue::close)).with(() -> {
			for (int item = 100; queue.state() != SafeQueueState.CLOSED; item++) {
				queue.pause();
				outcomes.offer(queue, item);
				LockSupport.parkNanos(20_000);
				if (wake) {
					queue.resume();
				}
			}
		}).with(() -> {
			while (queue.state() != SafeQueueState.CLOSED) {
				queue.suspend(Duration.ofMillis(1));
				if (wake) {
					queue.start();
				}
			}
		});
	}

}
