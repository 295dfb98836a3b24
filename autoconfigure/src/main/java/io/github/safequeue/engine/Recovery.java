package io.github.safequeue.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.util.backoff.BackOffExecution;

import io.github.safequeue.DeadLetter;

/**
 * What happens after a handler failed: further attempts as the policy says, then the dead
 * letter. Waits between attempts keep the worker and end early when the queue stops.
 */
final class Recovery {

	private final Settings settings;

	private final Control control;

	private final Execution execution;

	Recovery(Settings settings, Control control, Execution execution) {
		this.settings = settings;
		this.control = control;
		this.execution = execution;
	}

	/**
	 * Try again, or give up.
	 * @param slot where the call takes place
	 * @param argument what the handler is given
	 * @param entries what is in hand
	 * @param first what the first attempt threw
	 * @return what the last attempt threw, or {@code null} if one succeeded
	 */
	@Nullable Throwable recover(Slot slot, Object argument, List<Object> entries, Throwable first) {
		RetryPolicy policy = this.settings.retry();
		Throwable failure = first;
		int attempts = 1;
		try {
			if (policy != null) {
				long start = System.nanoTime();
				BackOffExecution backOff = null;
				while (policy.shouldRetry(failure)) {
					backOff = (backOff != null) ? backOff : policy.getBackOff().start();
					long delay = backOff.nextBackOff();
					if (delay == BackOffExecution.STOP || exceeds(policy.getTimeout(), start, delay)
							|| !rest(slot, delay)) {
						break;
					}
					attempts++;
					slot.attempt(attempts);
					slot.countRetry();
					try {
						this.execution.call(slot, argument);
						return null;
					}
					catch (Throwable ex) {
						failure = ex;
					}
				}
			}
		}
		catch (Throwable ex) {
			// The policy failed.
			withSuppressed(failure, ex);
		}
		finally {
			slot.attempt(1);
		}
		deadLetter(entries, failure, attempts);
		return failure;
	}

	/** Wait in a way that does not look like a handler that is stuck. */
	private boolean rest(Slot slot, long delayMillis) {
		slot.resting = true;
		try {
			return await(delayMillis);
		}
		finally {
			slot.resting = false;
		}
	}

	private static boolean exceeds(Duration timeout, long start, long delayMillis) {
		return !timeout.isZero() && !timeout.isNegative()
				&& Nanos.of(timeout) - (System.nanoTime() - start) < TimeUnit.MILLISECONDS.toNanos(delayMillis);
	}

	/** Wait, and return whether to go on: not if the queue stops meanwhile. */
	private boolean await(long delayMillis) {
		Thread.interrupted();
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delayMillis);
		while (!this.control.has(Control.STOPPED)) {
			long left = end - System.nanoTime();
			if (left <= 0) {
				return true;
			}
			LockSupport.parkNanos(this, left);
			Thread.interrupted();
		}
		return false;
	}

	/**
	 * Hand over what failed for the last time.
	 * @param entries the items or submissions
	 * @param failure why
	 * @param attempts how often the handler was called
	 */
	void deadLetter(List<Object> entries, Throwable failure, int attempts) {
		for (Object entry : entries) {
			Object item = Submission.itemOf(entry);
			try {
				this.settings.deadLetters()
					.onDeadLetter(new DeadLetter<>(this.settings.name(), item, failure, attempts,
							this.settings.clock().instant()));
			}
			catch (Throwable ex) {
				this.settings.log()
					.error("Queue '%s': the dead-letter handler failed; the item is counted as failed and its cause follows as suppressed"
						.formatted(this.settings.name()), withSuppressed(ex, failure));
			}
		}
	}

	private static Throwable withSuppressed(Throwable ex, Throwable failure) {
		if (ex != failure) {
			ex.addSuppressed(failure);
		}
		return ex;
	}

}
