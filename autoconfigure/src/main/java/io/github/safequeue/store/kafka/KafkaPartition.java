/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.kafka;

import java.util.concurrent.TimeUnit;

import org.apache.kafka.common.TopicPartition;

/**
 * A partition as long as it is assigned to this process. Items of one partition are
 * handled one after another, so that each acknowledgement is one of all before it. Any
 * thread.
 */
final class KafkaPartition {

	private final TopicPartition partition;

	private final int limit;

	private final Polling polling;

	/** How many items are delivered, and neither acknowledged nor released. */
	private int unsettled;

	private boolean paused;

	private int calls;

	/** Whether no further call may begin. */
	private boolean leaving;

	/** Whether another process may have it. */
	private boolean lost;

	/**
	 * Create a partition that was assigned.
	 * @param limit from how many items on that wait here it is not polled
	 */
	KafkaPartition(TopicPartition partition, int limit, Polling polling) {
		this.partition = partition;
		this.limit = limit;
		this.polling = polling;
	}

	TopicPartition partition() {
		return this.partition;
	}

	/**
	 * An item was delivered, and will be settled after this call. So a pause is always
	 * seen by a later {@link #settled()}.
	 */
	synchronized void delivered() {
		this.unsettled++;
		if (!this.paused && this.unsettled >= this.limit) {
			pause(true);
		}
	}

	/** An item is acknowledged or released. */
	synchronized void settled() {
		this.unsettled--;
		if (this.paused && this.unsettled <= this.limit / 2) {
			pause(false);
		}
	}

	/** With the lock, so that a pause never follows the resumption that ends it. */
	private void pause(boolean paused) {
		this.paused = paused;
		this.polling.poll(this.partition, !paused);
	}

	synchronized boolean begin() {
		if (this.leaving || this.lost) {
			return false;
		}
		this.calls++;
		return true;
	}

	synchronized void end() {
		this.calls--;
		notifyAll();
	}

	/**
	 * Run an acknowledgement, unless another process may have the partition, which would
	 * then be moved.
	 */
	synchronized void acknowledge(Runnable acknowledgement) {
		if (!this.lost) {
			acknowledgement.run();
		}
	}

	/** Let no further call begin. */
	synchronized void leave() {
		this.leaving = true;
	}

	/** Wait for the calls that have begun, so that their acknowledgements still count. */
	synchronized void awaitCalls(long deadline) throws InterruptedException {
		long left = deadline - System.nanoTime();
		while (this.calls > 0 && left > 0) {
			TimeUnit.NANOSECONDS.timedWait(this, left);
			left = deadline - System.nanoTime();
		}
	}

	/** Another process may have the partition from now on. */
	synchronized void lose() {
		this.lost = true;
	}

	/**
	 * Pauses and resumes the polling of partitions.
	 */
	@FunctionalInterface
	interface Polling {

		void poll(TopicPartition partition, boolean wanted);

	}

}
