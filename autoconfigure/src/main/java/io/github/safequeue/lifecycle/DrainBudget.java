/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The time that all queues of a context may take to drain, together, and the moment that
 * interrupted handlers are given after it, also together. A queue whose turn comes when
 * others have used up the time is given a moment as well, since all it needs may be to
 * finish what is in flight. A flush may take half of the time, and what it takes is gone.
 * Reports of undelivered work are waited for until half of what remains is over, so that
 * something remains for each queue that follows, however many there are. Only the time
 * spent draining counts. Any thread; nested use counts once.
 */
final class DrainBudget {

	/** What interrupted handlers are given once the time is over. */
	private static final Duration GRACE = Duration.ofMillis(600);

	/** What a queue is given to finish if others have used up the time. */
	private static final Duration LATE = Duration.ofMillis(200);

	/** How much later than the deadline it may get by all this. */
	private static final Duration LATEST = GRACE.plusMillis(300);

	/** How much later than the deadline it may get by reports of undelivered work. */
	private static final Duration LATEST_REPORTING = Duration.ofMillis(1600);

	private final LongSupplier nanoTime;

	/** Negative once more than the time was taken. */
	private Duration left;

	private int depth;

	/** What queues may still be flushed for. */
	private Duration flushLeft;

	DrainBudget(Duration total, LongSupplier nanoTime) {
		this.left = total;
		this.flushLeft = total.dividedBy(2);
		this.nanoTime = nanoTime;
	}

	/**
	 * Do something that may take as long as what is left.
	 * @param action is given its share
	 */
	void spend(Consumer<Share> action) {
		Duration left;
		synchronized (this) {
			left = this.left;
			this.depth++;
		}
		long start = this.nanoTime.getAsLong();
		try {
			action.accept(share(left));
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

	/**
	 * Flush queues, which may take as long as is left for all flushes.
	 * @param action is given that time
	 */
	void flush(Consumer<Duration> action) {
		long start = this.nanoTime.getAsLong();
		Duration time;
		synchronized (this) {
			time = this.flushLeft;
		}
		spend((share) -> action.accept((time.compareTo(share.time()) < 0) ? time : share.time()));
		synchronized (this) {
			this.flushLeft = notNegative(this.flushLeft.minusNanos(this.nanoTime.getAsLong() - start));
		}
	}

	private static Share share(Duration left) {
		Duration time = time(left);
		Duration late = left.isNegative() ? left.negated() : Duration.ZERO;
		Duration grace = notNegative(GRACE.minus(late));
		Duration end = late.plus(left.isNegative() ? time : Duration.ZERO).plus(grace);
		Duration rest = notNegative(LATEST_REPORTING.minus(end));
		return new Share(time, grace, grace.plus(rest.dividedBy(2)));
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

	/**
	 * What one closing may take.
	 *
	 * @param time how long it may drain
	 * @param grace how long it may wait after that for interrupted handlers
	 * @param reporting how long it may wait after that time for reports of undelivered
	 * work, the grace included
	 */
	record Share(Duration time, Duration grace, Duration reporting) {
	}

}
