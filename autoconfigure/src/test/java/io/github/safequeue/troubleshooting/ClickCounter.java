/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.troubleshooting;

import java.util.concurrent.locks.LockSupport;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueListener;

/**
 * A handler that computes, and is given more than it can do.
 */
class ClickCounter {

	private volatile long score;

	private volatile boolean end;

	@SafeQueueListener("clicks")
	void on(Click click) {
		this.score = score(click.x());
	}

	private static long score(long seed) {
		long score = seed + 1;
		// Steps that no compiler can put together.
		for (int i = 0; i < 2_000_000; i++) {
			score ^= score << 13;
			score ^= score >>> 7;
			score ^= score << 17;
		}
		return score;
	}

	long score() {
		return this.score;
	}

	/** Click faster than clicks are handled. */
	void storm(SafeQueue<Click> queue) {
		for (long x = 0; !this.end; x++) {
			if (!queue.offer(new Click(x, "10.0.0.1"))) {
				LockSupport.parkNanos(20_000);
			}
		}
	}

	void calm() {
		this.end = true;
	}

	record Click(long x, String visitor) {
	}

}
