package io.github.safequeue.lifecycle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

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
		assertThat(spend(3_000)).containsExactly(Duration.ofSeconds(10), Duration.ofMillis(600));
		assertThat(spend(4_000)).containsExactly(Duration.ofSeconds(7), Duration.ofMillis(600));
		assertThat(spend(1)).containsExactly(Duration.ofSeconds(3), Duration.ofMillis(600));
	}

	@Test
	void aQueueThatComesTooLateIsGivenAMoment() {
		spend(10_400);
		assertThat(spend(150)).containsExactly(Duration.ofMillis(200), Duration.ofMillis(200));
	}

	@Test
	void allQueuesTogetherEndWithinTwoSecondsOfTheDeadline() {
		Duration used = Duration.ZERO;
		for (int i = 0; i < 50; i++) {
			List<Duration> given = spend(0);
			long stuck = given.get(0).plus(given.get(1)).toMillis();
			this.budget.spend((time, grace) -> this.clock.addAndGet(Duration.ofMillis(stuck).toNanos()));
			used = used.plusMillis(stuck);
		}
		assertThat(used).isBetween(Duration.ofMillis(10_600), Duration.ofMillis(11_300));
	}

	private List<Duration> spend(long millis) {
		List<Duration> given = new ArrayList<>();
		this.budget.spend((time, grace) -> {
			given.add(time);
			given.add(grace);
			this.clock.addAndGet(Duration.ofMillis(millis).toNanos());
		});
		return given;
	}

}
