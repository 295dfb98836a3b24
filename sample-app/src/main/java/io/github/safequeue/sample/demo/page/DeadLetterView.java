/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.demo.page;

import java.time.Instant;

import io.github.safequeue.DeadLetter;
import io.github.safequeue.ItemIdentity;

/**
 * A dead letter as the page shows it: neither the item's content nor the message of its
 * failure, which may repeat some of it.
 *
 * @param number 1 for the first dead letter, and so on
 * @param queue the queue's name
 * @param item the item's type and identity
 * @param cause the type of the failure
 * @param attempts how often the handler was called
 * @param failedAt when it failed for the last time
 */
record DeadLetterView(long number, String queue, String item, String cause, int attempts, Instant failedAt) {

	static DeadLetterView of(long number, DeadLetter<?> letter) {
		return new DeadLetterView(number, letter.queue(), ItemIdentity.of(letter.item()),
				letter.cause().getClass().getName(), letter.attempts(), letter.failedAt());
	}

}
