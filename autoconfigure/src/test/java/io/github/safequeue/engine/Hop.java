/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

/**
 * An item that goes from queue to queue.
 *
 * @param traveller who goes
 * @param left how many queues are still to come
 */
record Hop(int traveller, int left) {

	Hop next() {
		return new Hop(this.traveller, this.left - 1);
	}

}
