/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark;

/**
 * The circumstances of a comparison.
 *
 * @param producers how many threads hand over
 * @param capacity how many items may wait
 * @param work how long the handler works on an item, in nanoseconds
 */
record Setting(int producers, int capacity, int work) {

	String inWords() {
		return "%d producer%s, capacity %,d, %s".formatted(this.producers, (this.producers == 1) ? "" : "s",
				this.capacity, (this.work == 0) ? "empty handler" : "handler of %.1f µs".formatted(this.work / 1000.0));
	}

}
