/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The queues of a context share one time to drain and one moment after it.
 */
class DrainBudgetTests {

	private final AtomicLong clock = new AtomicLong(-5);

	private final DrainBudget budget = new DrainBudget(Duration.ofSeconds(10), this.clock::get);

	@Test
	void whatOneQueueTakesIsMissingForTheNext() {
		assertThat(spend(3_000)).isEqualTo(share(10_000, 600, 1_100));
		assertThat(spend(4_000)).isEqualTo(share(7_000, 600, 1_100));
		assertThat(spend(1)).isEqualTo(share(3_000, 600, 1_100));
	}

	@Test
	void aQueueThatComesTooLateIsGivenAMoment() {
		spend(10_400);
		assertThat(spend(150)).isEqualTo(share(200, 200, 600));
	}

	@Test
	void allQueuesTogetherEndWithinTwoSecondsOfTheDeadline() {
		Duration used = Duration.ZERO;
		for (int i = 0; i < 50; i++) {
			DrainBudget.Share given = spend(0);
			Duration stuck = given.time().plus(given.grace());
			pass(stuck);
			used = used.plus(stuck);
		}
		assertThat(used).isBetween(Duration.ofMillis(10_600), Duration.ofMillis(11_300));
	}

	@Test
	void whoNeverHasToldOfUndeliveredWorkLeavesTimeForEachQueueThatFollows() {
		Duration used = Duration.ZERO;
		for (int i = 0; i < 10; i++) {
			DrainBudget.Share given = spend(0);
			assertThat(given.reporting()).isPositive();
			Duration stuck = given.time().plus(given.reporting());
			pass(stuck);
			used = used.plus(stuck);
		}
		assertThat(used).isBetween(Duration.ofMillis(11_500), Duration.ofMillis(11_600));
	}

	@Test
	void flushesMayTakeHalfAndCount() {
		assertThat(flush(2_000)).isEqualTo(Duration.ofSeconds(5));
		assertThat(flush(4_000)).isEqualTo(Duration.ofSeconds(3));
		assertThat(flush(0)).isZero();
		assertThat(spend(0)).isEqualTo(share(4_000, 600, 1_100));
	}

	@Test
	void aFlushTakesNoMoreThanIsLeft() {
		spend(8_000);
		assertThat(flush(0)).isEqualTo(Duration.ofSeconds(2));
	}

	private Duration flush(long millis) {
		AtomicReference<Duration> given = new AtomicReference<>();
		this.budget.flush((time) -> {
			given.set(time);
			this.clock.addAndGet(Duration.ofMillis(millis).toNanos());
		});
		return given.get();
	}

	private void pass(Duration time) {
		this.budget.spend((share) -> this.clock.addAndGet(time.toNanos()));
	}

	private static DrainBudget.Share share(long time, long grace, long telling) {
		return new DrainBudget.Share(Duration.ofMillis(time), Duration.ofMillis(grace), Duration.ofMillis(telling));
	}

	private DrainBudget.Share spend(long millis) {
		AtomicReference<DrainBudget.Share> given = new AtomicReference<>();
		this.budget.spend((share) -> {
			given.set(share);
			this.clock.addAndGet(Duration.ofMillis(millis).toNanos());
		});
		return given.get();
	}

}
