/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue;

import java.time.Instant;

/**
 * An item whose handler failed for the last time. An item that waits for its next attempt
 * when the drain timeout is over is no dead letter, but {@linkplain UndeliveredWork
 * undelivered}. The text form names the item's type and identity only.
 *
 * @param queue the queue's name
 * @param item the item
 * @param cause what the handler threw last, or a {@link HandlerInterruptedException} with
 * that as its cause if closing interrupted the last call
 * @param attempts how often the handler was called, 0 if it could not be called
 * @param failedAt when it failed for the last time
 * @param <T> the type of the item
 */
public record DeadLetter<T>(String queue, T item, Throwable cause, int attempts, Instant failedAt) {

	@Override
	public String toString() {
		return "DeadLetter[queue=%s, item=%s, cause=%s, attempts=%d, failedAt=%s]".formatted(this.queue,
				ItemIdentity.of(this.item), this.cause.getClass().getName(), this.attempts, this.failedAt);
	}

}
