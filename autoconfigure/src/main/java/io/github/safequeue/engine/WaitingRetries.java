/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * What waits for its next call without a thread, and keeps its keys meanwhile: a further
 * attempt, or what is left of a batch that failed part way. The caller's lock guards all
 * methods but {@link #isAny()}, {@link #isDue()}, {@link #isUnattended()} and
 * {@link #nanosUntilDue}.
 */
final class WaitingRetries {

	private static final long NEVER = 0;

	private final PriorityQueue<WaitingRetry> retries = new PriorityQueue<>(
			(one, other) -> Long.compare(one.due - other.due, 0));

	/** When the first retry is due, {@link #NEVER} if none waits. */
	private volatile long due;

	/** The worker that sleeps no longer than until the first retry is due. */
	private volatile @Nullable InFlight attendant;

	/** Keep something. Needs memory. */
	WaitingRetry add(Object content, @Nullable Retry retry, long delayMillis) {
		// Odd, since 0 stands for never.
		long due = (System.nanoTime() + Math.min(TimeUnit.MILLISECONDS.toNanos(delayMillis), Nanos.LONGEST)) | 1;
		WaitingRetry waiting = new WaitingRetry(due, retry, content);
		this.retries.add(waiting);
		noteFirst();
		return waiting;
	}

	/** Let a call go on with a retry that is due. */
	boolean assignDue(InFlight inFlight) {
		WaitingRetry first = this.retries.peek();
		if (first == null || first.due - System.nanoTime() > 0) {
			return false;
		}
		this.retries.poll();
		noteFirst();
		inFlight.retry = first.retry;
		inFlight.keys = first.keys;
		KeyLine.own(first.keys, inFlight);
		inFlight.assign(first.content);
		return true;
	}

	private void noteFirst() {
		WaitingRetry first = this.retries.peek();
		this.due = (first != null) ? first.due : NEVER;
		this.attendant = null;
	}

	/** Whether any retry waits. */
	boolean isAny() {
		return this.due != NEVER;
	}

	/** Whether the first retry is due. */
	boolean isDue() {
		long due = this.due;
		return due != NEVER && due - System.nanoTime() <= 0;
	}

	/** Whether retries wait and no worker would wake for the first. */
	boolean isUnattended() {
		return this.due != NEVER && this.attendant == null;
	}

	/** Called by a worker that is awake: it may be busy when the first retry is due. */
	void awake(InFlight worker) {
		if (this.attendant == worker) {
			this.attendant = null;
		}
	}

	/** Return how long a worker may sleep. Others need not wake for the first retry. */
	long nanosUntilDue(InFlight worker) {
		// Before the read: a retry that is added meanwhile is seen here, or is
		// unattended.
		this.attendant = worker;
		long due = this.due;
		return (due != NEVER) ? Math.max(0, due - System.nanoTime()) : Long.MAX_VALUE;
	}

	void forEachElement(Consumer<Object> target) {
		this.retries.forEach((retry) -> retry.elements().forEach(target));
	}

	void clear() {
		this.retries.clear();
		noteFirst();
	}

	/** What waits, until when, and with which keys. */
	static final class WaitingRetry {

		private final long due;

		private final @Nullable Retry retry;

		private final Object content;

		/** Linked. */
		@Nullable KeyLine keys;

		private WaitingRetry(long due, @Nullable Retry retry, Object content) {
			this.due = due;
			this.retry = retry;
			this.content = content;
		}

		private List<Object> elements() {
			return (this.content instanceof Batch batch) ? batch.unsettled() : List.of(this.content);
		}

	}

}
