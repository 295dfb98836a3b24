/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import java.util.ArrayDeque;
import java.util.Deque;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of how many workers look into a store.
 */
class PermitsTests {

	private final Deque<Permit> released = new ArrayDeque<>();

	private final Permits permits = new Permits(3, this.released::offer);

	@Test
	void nothingIsReleasedBeforeTheStart() {
		this.permits.look();
		assertThat(this.released).isEmpty();
	}

	@Test
	void whatArrivesWhileAWorkerLooksIsLookedForAgain() {
		this.permits.start();
		this.permits.look();
		Permit permit = this.released.remove();
		long seen = this.permits.arrivals();
		// The worker has found nothing, and has not said so, when something arrives.
		for (int i = 0; i < 3; i++) {
			this.permits.look();
		}
		this.released.clear();
		this.permits.done(permit, false, seen);
		assertThat(this.released).containsExactly(permit);
	}

	@Test
	void workerThatFoundNothingStops() {
		this.permits.start();
		this.permits.look();
		this.permits.done(this.released.remove(), false, this.permits.arrivals());
		assertThat(this.released).isEmpty();
	}

	@Test
	void workerThatFoundSomethingLetsOneMoreLook() {
		this.permits.start();
		this.permits.look();
		this.permits.done(this.released.remove(), true, this.permits.arrivals());
		assertThat(this.released).hasSize(2);
		this.permits.done(this.released.remove(), true, this.permits.arrivals());
		this.permits.done(this.released.remove(), true, this.permits.arrivals());
		assertThat(this.released).hasSize(3);
	}

	@Test
	void nothingIsReleasedAfterTheEnd() {
		this.permits.start();
		this.permits.look();
		this.permits.stop();
		this.permits.done(this.released.remove(), true, this.permits.arrivals());
		this.permits.look();
		assertThat(this.released).isEmpty();
	}

	@Test
	void refusedPermitIsNotLost() {
		Permits refused = new Permits(1, (permit) -> !this.released.isEmpty() && this.released.add(permit));
		refused.start();
		refused.look();
		this.released.add(new Permit());
		refused.look();
		assertThat(this.released).hasSize(2);
	}

}
