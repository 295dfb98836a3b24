/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.troubleshooting;

import java.util.concurrent.Semaphore;

import io.github.safequeue.SafeQueueListener;

/**
 * A handler with a key, one of whose values has nearly all the items.
 */
class Labels {

	private final Semaphore paper = new Semaphore(0);

	@SafeQueueListener(queues = "parcels", key = "depot", concurrency = "3")
	void on(Parcel parcel) throws InterruptedException {
		if (parcel.depot().equals("north")) {
			print();
		}
	}

	private void print() throws InterruptedException {
		this.paper.acquire();
	}

	void refill() {
		this.paper.release(Integer.MAX_VALUE / 2);
	}

	record Parcel(String depot, String receiver) {
	}

}
