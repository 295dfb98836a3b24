/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;

/**
 * Durations as nanoseconds.
 */
final class Nanos {

	/** About 146 years: safe to add to a clock reading. */
	static final long LONGEST = Long.MAX_VALUE / 2;

	private Nanos() {
	}

	/** Convert a duration of any length. */
	static long of(Duration duration) {
		if (duration.isNegative()) {
			return 0;
		}
		return (duration.toSeconds() >= LONGEST / 1_000_000_000L) ? LONGEST : duration.toNanos();
	}

}
