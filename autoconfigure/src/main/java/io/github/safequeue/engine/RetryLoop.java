/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.util.backoff.BackOffExecution;

/**
 * Decides after a failed attempt whether and when there is a further one, and waits for
 * that on the worker. Called by workers, one at a time for each call.
 */
final class RetryLoop {

	/** There is no further attempt. */
	static final long NEVER = -1;

	/** A step takes no time: without end it would keep its caller for ever. */
	static final int MOST_ATTEMPTS_OF_A_STEP = 1000;

	static final long REPORT_NANOS = 60_000_000_000L;

	private final QueueSettings settings;

	private final RunState runState;

	/** When an item that has failed for long was logged. */
	private final AtomicLong reported = new AtomicLong(System.nanoTime() - REPORT_NANOS);

	/** Policies that fail do so for each item. */
	private final RepeatedFailures repeated = new RepeatedFailures();

	RetryLoop(QueueSettings settings, RunState runState) {
		this.settings = settings;
		this.runState = runState;
	}

	/** Return when the next attempt is due. */
	long delayMillis(Retry retry) {
		if (retry.failure instanceof CallAgainException again) {
			return again.delayMillis();
		}
		RetryPolicy policy = this.settings.retry();
		if (policy == null || (this.settings.stepwise() && retry.attempts >= MOST_ATTEMPTS_OF_A_STEP)) {
			return NEVER;
		}
		try {
			if (!policy.shouldRetry(retry.failure)) {
				return NEVER;
			}
			BackOffExecution backOff = retry.backOff;
			if (backOff == null) {
				backOff = policy.getBackOff().start();
				retry.backOff = backOff;
			}
			long delay = backOff.nextBackOff();
			// A policy of the application may return less than zero, which would
			// overflow.
			return (delay == BackOffExecution.STOP || exceeds(policy.getTimeout(), retry.start, delay)) ? NEVER
					: Math.max(0, delay);
		}
		catch (Throwable ex) {
			this.repeated.log(this.settings, EngineLog.Trouble.RETRY_POLICY, ex);
			return NEVER;
		}
	}

	private static boolean exceeds(Duration timeout, long start, long delayMillis) {
		return !timeout.isZero() && !timeout.isNegative()
				&& Nanos.of(timeout) - (System.nanoTime() - start) < TimeUnit.MILLISECONDS.toNanos(delayMillis);
	}

	/**
	 * Log that an item has failed for long, as it may without end: one line a minute for
	 * all items. Retries that take less are not logged.
	 */
	void report(InFlight inFlight, Retry retry, long delayMillis) {
		long now = System.nanoTime();
		long last = this.reported.get();
		if (this.settings.stepwise() || now - retry.start < REPORT_NANOS || now - last < REPORT_NANOS
				|| !this.reported.compareAndSet(last, now)) {
			return;
		}
		try {
			this.settings.log()
				.warn("Queue '%s': %s has failed for %d s (attempts: %d, the last with %s) and is tried again in %d ms"
					.formatted(this.settings.name(), inFlight.describe(),
							TimeUnit.NANOSECONDS.toSeconds(now - retry.start), retry.attempts,
							CallAgainException.reason(retry.failure).getClass().getName(), delayMillis));
		}
		catch (OutOfMemoryError ex) {
			// Said again in a minute.
		}
	}

	/**
	 * Wait for the next call, in a way that does not look like a handler that is stuck. A
	 * queue that is handled step by step does not wait: the time counts as passed.
	 */
	boolean await(InFlight inFlight, @Nullable Retry retry, long delayMillis) {
		if (this.settings.stepwise()) {
			if (retry != null) {
				retry.start -= TimeUnit.MILLISECONDS.toNanos(delayMillis);
			}
			return !this.runState.has(RunState.STOPPED);
		}
		inFlight.betweenAttempts = true;
		try {
			return await(TimeUnit.MILLISECONDS.toNanos(delayMillis));
		}
		finally {
			inFlight.betweenAttempts = false;
		}
	}

	private boolean await(long nanos) {
		Thread.interrupted();
		long start = System.nanoTime();
		while (!this.runState.has(RunState.STOPPED)) {
			long left = nanos - (System.nanoTime() - start);
			if (left <= 0) {
				return true;
			}
			LockSupport.parkNanos(this, left);
			Thread.interrupted();
		}
		return false;
	}

}
