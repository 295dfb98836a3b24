package io.github.safequeue.lifecycle;

import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * The time that all queues of a context may take to drain, together, and the moment that
 * interrupted handlers are given after it, also together. A queue whose turn comes when
 * others have used up the time is given a moment as well, since all it needs may be to
 * finish what is in hand. Only the time spent draining counts. Any thread; nested use
 * counts once.
 */
final class DrainBudget {

	/** What interrupted handlers are given once the time is over. */
	private static final Duration GRACE = Duration.ofMillis(600);

	/** What a queue is given to finish if others have used up the time. */
	private static final Duration LATE = Duration.ofMillis(200);

	/** How much later than the deadline it may get by all this. */
	private static final Duration LATEST = GRACE.plusMillis(300);

	private final LongSupplier nanoTime;

	/** Negative once more than the time was taken. */
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
			action.accept(time(left), notNegative(left.isNegative() ? GRACE.plus(left) : GRACE));
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

	private static Duration time(Duration left) {
		if (!left.isNegative()) {
			return left;
		}
		return LATEST.plus(left).isNegative() ? Duration.ZERO : LATE;
	}

	private static Duration notNegative(Duration duration) {
		return duration.isNegative() ? Duration.ZERO : duration;
	}

}
