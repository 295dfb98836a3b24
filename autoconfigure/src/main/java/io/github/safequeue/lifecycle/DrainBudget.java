package io.github.safequeue.lifecycle;

import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * The time that all queues of a context may take to drain, together, and the moment that
 * interrupted handlers are given after it, also together. Only the time spent draining
 * counts. Any thread; nested use counts once.
 */
final class DrainBudget {

	/** What interrupted handlers are given once the time is over. */
	private static final Duration GRACE = Duration.ofSeconds(1);

	private final LongSupplier nanoTime;

	/** Negative once a part of the grace was taken. */
	private Duration left;

	private int depth;

	DrainBudget(Duration total, LongSupplier nanoTime) {
		this.left = total;
		this.nanoTime = nanoTime;
	}

	/**
	 * Do something that may take as long as what is left.
	 * @param action is told how long it may take, and how much of the grace is left
	 */
	void spend(BiConsumer<Duration, Duration> action) {
		Duration left;
		synchronized (this) {
			left = this.left;
			this.depth++;
		}
		long start = this.nanoTime.getAsLong();
		try {
			action.accept(notNegative(left), notNegative(left.isNegative() ? GRACE.plus(left) : GRACE));
		}
		finally {
			synchronized (this) {
				this.depth--;
				if (this.depth == 0) {
					this.left = left.minusNanos(this.nanoTime.getAsLong() - start);
				}
			}
		}
	}

	private static Duration notNegative(Duration duration) {
		return duration.isNegative() ? Duration.ZERO : duration;
	}

}
