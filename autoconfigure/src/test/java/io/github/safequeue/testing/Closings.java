/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.testing;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The closings of one fault: how many there were, what was accepted and lost meanwhile,
 * and how long the slowest took. Noted in the campaign when closed. Any thread.
 */
public final class Closings implements AutoCloseable {

	/** What closing may take beyond the drain timeout. */
	private static final Duration PROMISED = Duration.ofSeconds(2);

	private final String fault;

	private long tried;

	private long accepted;

	private long lost;

	private Duration slowest = Duration.ZERO;

	public Closings(String fault) {
		this.fault = fault;
	}

	/**
	 * Close something, within the time that is promised.
	 * @param drainTimeout its drain timeout
	 * @param close closes it
	 * @return how long that took
	 */
	public Duration time(Duration drainTimeout, Runnable close) {
		long start = System.nanoTime();
		close.run();
		Duration took = Duration.ofNanos(System.nanoTime() - start);
		Duration beyond = took.minus(drainTimeout);
		note((beyond.isNegative()) ? took : beyond);
		assertThat(beyond).as("beyond the drain timeout").isLessThan(PROMISED);
		return took;
	}

	private synchronized void note(Duration close) {
		this.slowest = (close.compareTo(this.slowest) > 0) ? close : this.slowest;
	}

	/**
	 * A closing is over and nothing is in flight any more: each item must have had its
	 * end.
	 */
	public synchronized void ended(Outcomes outcomes) {
		this.tried++;
		this.accepted += outcomes.accepted();
		this.lost += outcomes.lost();
		outcomes.assertTrue();
	}

	@Override
	public synchronized void close() {
		Faults.record("races of closing", this.fault, this.tried, this.accepted, this.lost, this.slowest);
	}

}
