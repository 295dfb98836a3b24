package io.github.safequeue.engine;

import java.time.Duration;
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
final class RetryLoop {

	private final QueueSettings settings;

	private final RunState control;

	private final HandlerInvoker invoker;

	RetryLoop(QueueSettings settings, RunState control, HandlerInvoker invoker) {
		this.settings = settings;
		this.control = control;
		this.invoker = invoker;
	}

	/**
	 * Try again, or give up.
	 * @param inFlight where the call takes place; tells afterwards how many attempts
	 * there were
	 * @param inHand the entry, or the list of entries
	 * @param batch whether it is a list
	 * @param first what the first attempt threw
	 * @return what the last attempt threw, or {@code null} if one succeeded
	 */
	@Nullable Throwable recover(InFlight inFlight, Object inHand, boolean batch, Throwable first) {
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
							|| !rest(inFlight, delay)) {
						break;
					}
					if (this.settings.manual() != null) {
						start -= TimeUnit.MILLISECONDS.toNanos(delay);
					}
					attempts++;
					inFlight.attempt(attempts);
					inFlight.countRetry();
					try {
						this.invoker.call(inFlight, inHand, batch);
						return null;
					}
					catch (Throwable ex) {
						failure = ex;
					}
				}
			}
		}
		catch (Throwable ex) {
			this.settings.log().error(EngineLog.Trouble.RETRY_POLICY, this.settings.name(), ex);
		}
		return failure;
	}

	/** Wait in a way that does not look like a handler that is stuck. */
	private boolean rest(InFlight inFlight, long delayMillis) {
		inFlight.resting = true;
		try {
			return await(delayMillis);
		}
		finally {
			inFlight.resting = false;
		}
	}

	private static boolean exceeds(Duration timeout, long start, long delayMillis) {
		return !timeout.isZero() && !timeout.isNegative()
				&& Nanos.of(timeout) - (System.nanoTime() - start) < TimeUnit.MILLISECONDS.toNanos(delayMillis);
	}

	/**
	 * Wait, and return whether to go on: not if the queue stops meanwhile. Where items
	 * are handled by hand, the time counts as waited at once.
	 */
	private boolean await(long delayMillis) {
		Thread.interrupted();
		// A policy of the application may say less than nothing, which would overflow.
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.max(0, delayMillis));
		while (!this.control.has(RunState.STOPPED)) {
			long left = end - System.nanoTime();
			if (left <= 0 || this.settings.manual() != null) {
				return true;
			}
			LockSupport.parkNanos(this, left);
			Thread.interrupted();
		}
		return false;
	}

	/**
	 * Hand over what failed for the last time.
	 * @param entry the item or submission
	 * @param failure why
	 * @param attempts how often the handler was called
	 */
	void deadLetter(Object entry, Throwable failure, int attempts) {
		DeadLetter<?> letter = letter(Envelope.itemOf(entry), failure, attempts);
		// The handler's interrupt is not meant for who takes its dead letters.
		Thread.interrupted();
		try {
			DeadLetterLog manual = this.settings.manual();
			if (manual != null) {
				manual.add(letter);
			}
			this.settings.deadLetters().onDeadLetter(letter);
		}
		catch (Throwable ex) {
			// Not as suppressed: a throwable that is thrown again and again would grow.
			this.settings.log().error(EngineLog.Trouble.DEAD_LETTER, this.settings.name(), ex);
			this.settings.log().error(EngineLog.Trouble.NO_DEAD_LETTER, this.settings.name(), failure);
		}
	}

	/** Waits for the memory it takes. */
	private DeadLetter<?> letter(Object item, Throwable failure, int attempts) {
		for (;;) {
			try {
				return new DeadLetter<>(this.settings.name(), item, failure, attempts, this.settings.clock().instant());
			}
			catch (OutOfMemoryError ex) {
				MemoryRetry.nap();
			}
		}
	}

}
