/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults;

import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.safequeue.testing.Faults;
import io.github.safequeue.testing.HushedExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Any caller submits, at any moment of a context's life: no submission waits for the
 * queue, each answer is true, all that was accepted is handled once, and no handler is
 * called after something it depends on was destroyed.
 */
@Tag("faults")
@ExtendWith(HushedExtension.class)
class CallerMatrixTests {

	private static final int ROUNDS = Faults.scaled(1, 5);

	static Stream<Arguments> cases() {
		return ThreadKind.available()
			.flatMap((kind) -> Arrays.stream(Caller.values())
				.filter((caller) -> caller.runsOn(kind))
				.flatMap((caller) -> Arrays.stream(CallMoment.values())
					.filter(caller::existsAt)
					.map((moment) -> Arguments.of(caller, moment, kind))));
	}

	@ParameterizedTest(name = "{0} at {1} on {2} threads")
	@MethodSource("cases")
	void answersAreTrueAndWhatWasAcceptedIsHandledInTime(Caller caller, CallMoment moment, ThreadKind kind)
			throws InterruptedException {
		for (int round = 0; round < ROUNDS; round++) {
			long order = (caller + " " + moment + " " + round).hashCode();
			CallerCase one = new CallerCase(caller, moment, kind, order);
			assertThat(one.run()).as("order of definition %d", order).isEmpty();
			Faults.record("who submits when", caller.text(moment, kind), 1, one.world().accepted(), one.world().lost(),
					one.closeTime());
		}
	}

}
