package io.github.safequeue.lifecycle;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The time that all queues of a context may take to drain, together. Only the time spent
 * draining counts. Any thread; nested use counts once.
 */
final class DrainBudget {

	private final LongSupplier nanoTime;

	private Duration left;

	private int depth;

	DrainBudget(Duration total, LongSupplier nanoTime) {
		this.left = total;
		this.nanoTime = nanoTime;
	}

	/**
	 * Do something that may take as long as what is left.
	 * @param action is told how long it may take
	 */
	void spend(Consumer<Duration> action) {
		Duration left;
		synchronized (this) {
			left = this.left;
			this.depth++;
		}
		long start = this.nanoTime.getAsLong();
		try {
			action.accept(left);
		}
		finally {
			synchronized (this) {
				this.depth--;
				if (this.depth == 0) {
					Duration rest = left.minusNanos(this.nanoTime.getAsLong() - start);
					this.left = rest.isNegative() ? Duration.ZERO : rest;
				}
			}
		}
	}

}
