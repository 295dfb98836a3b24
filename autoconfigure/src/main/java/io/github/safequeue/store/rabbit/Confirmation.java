/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.rabbit;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.AmqpTimeoutException;

/**
 * What the broker says of one published message. Any thread.
 */
final class Confirmation {

	private final String id;

	private final CountDownLatch settled = new CountDownLatch(1);

	private volatile @Nullable Throwable failure;

	Confirmation(String id) {
		this.id = id;
	}

	String id() {
		return this.id;
	}

	/** The broker has settled the message. Before that it may have been failed. */
	void settle() {
		this.settled.countDown();
	}

	/** The message is not where it should be. The first failure counts. */
	void fail(Throwable failure) {
		if (this.failure == null && this.settled.getCount() > 0) {
			this.failure = failure;
		}
	}

	/**
	 * Wait until the broker has settled the message.
	 * @param deadline until when, as a value of {@link System#nanoTime()}
	 * @return why it is not confirmed, or {@code null} if it is
	 */
	@Nullable Throwable await(long deadline) {
		try {
			if (!this.settled.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
				return new AmqpTimeoutException("RabbitMQ has not confirmed a message in time");
			}
			return this.failure;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return new AmqpException("Interrupted while waiting for RabbitMQ to confirm a message");
		}
	}

}
