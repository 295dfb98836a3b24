/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where two actors meet that would otherwise drift apart, since one of them has more to
 * do.
 */
final class Meeting {

	/** Bounded: the harness also lets one thread play all actors in turn. */
	private static final int SPINS = 2000;

	private final AtomicInteger present = new AtomicInteger();

	/** Wait for the other actor, but not for long. */
	void attend() {
		this.present.incrementAndGet();
		for (int i = 0; i < SPINS && this.present.get() < 2; i++) {
			Thread.onSpinWait();
		}
	}

}
