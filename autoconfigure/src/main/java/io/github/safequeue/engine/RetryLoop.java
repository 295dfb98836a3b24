package io.github.safequeue.engine;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
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

	private final QueueSettings settings;

	private final RunState runState;

	RetryLoop(QueueSettings settings, RunState runState) {
		this.settings = settings;
		this.runState = runState;
	}

	/** Return when the next attempt is due. */
	long delayMillis(Retry retry) {
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
			this.settings.log().error(EngineLog.Trouble.RETRY_POLICY, this.settings.name(), ex);
			return NEVER;
		}
	}

	private static boolean exceeds(Duration timeout, long start, long delayMillis) {
		return !timeout.isZero() && !timeout.isNegative()
				&& Nanos.of(timeout) - (System.nanoTime() - start) < TimeUnit.MILLISECONDS.toNanos(delayMillis);
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
