/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.safequeue.sample.comparison.LastOrdersScenario.Figures;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The last orders before closing.
 */
@ExtendWith(ConsoleExtension.class)
class LastOrdersScenarioTests {

	private final LastOrdersScenario scenario = new LastOrdersScenario();

	@Test
	void queueMeetsEveryGuarantee() {
		assertThat(this.scenario.runWithQueue()).isEqualTo(new Figures(20, 20, 20, 0, 0, 0));
	}

	@Test
	void figuresOfTheTaskExecutorAreWhatWasMeasured() {
		Figures figures = this.scenario.runWithExecutor();
		assertThat(figures.submitted()).isEqualTo(20);
		assertThat(figures.completed() + figures.interrupted()).isLessThanOrEqualTo(figures.accepted());
	}

	@Test
	void ordersLostWithoutALineViolateTheGuarantee() {
		Figures figures = new Figures(20, 20, 18, 0, 1, 0);
		assertThat(figures.lostSilently()).isEqualTo(2);
		assertThat(figures.violations()).containsExactly("completed: 20 expected, 18 measured",
				"ran on a destroyed bean: 0 expected, 1 measured", "lost: 0 expected, 2 measured");
	}

	@Test
	void ordersLostWithALineAreNotLostSilently() {
		assertThat(new Figures(20, 20, 18, 0, 0, 1).lostSilently()).isZero();
	}

}
