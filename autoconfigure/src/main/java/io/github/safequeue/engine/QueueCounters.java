package io.github.safequeue.engine;

import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.SafeQueueState;

/**
 * Reads the figures of one queue, on any thread.
 *
 * <p>
 * They come from few sources, so that the law of conservation holds in each snapshot:
 * accepted is the number of claims in the inbox, the waiting items are the claims that
 * were not started, and in flight is what was started and not settled. What is settled is
 * counted by the workers, each for itself. Readers add up settled items first, then read
 * what was started, then what was accepted.
 */
final class QueueCounters {

	private final QueueSettings settings;

	private final QueueBuffer buffer;

	private final WorkerPool pool;

	private final UndeliveredCollector collector;

	QueueCounters(QueueSettings settings, QueueBuffer buffer, WorkerPool pool, UndeliveredCollector collector) {
		this.settings = settings;
		this.buffer = buffer;
		this.pool = pool;
		this.collector = collector;
	}

	int size() {
		long started = this.pool.started();
		return clamp(this.buffer.accepted() - started);
	}

	SafeQueueSnapshot snapshot(SafeQueueState state, PaddedLong rejectedFull, PaddedLong rejectedClosed) {
		long undelivered = this.collector.undelivered();
		long voided = this.collector.voided();
		long handled = 0;
		long failed = 0;
		long retried = 0;
		for (InFlight inFlight : this.pool.inFlights) {
			handled += inFlight.handled();
			failed += inFlight.failed();
			retried += inFlight.retried();
		}
		long started = this.pool.started();
		long accepted = this.buffer.accepted();
		return new SafeQueueSnapshot(this.settings.name(), state, clamp(accepted - started), this.buffer.capacity(),
				this.settings.concurrency(), clamp(started - voided - handled - failed - undelivered),
				accepted - voided, handled, failed, undelivered, retried, rejectedFull.get(), rejectedClosed.get());
	}

	private static int clamp(long value) {
		return (int) Math.max(0, Math.min(value, Integer.MAX_VALUE));
	}

	/**
	 * Return how many accepted items are settled.
	 * @return what is handled, failed, undelivered or given up
	 */
	long settled() {
		long settled = this.collector.undelivered() + this.collector.voided();
		for (InFlight inFlight : this.pool.inFlights) {
			settled += inFlight.handled() + inFlight.failed();
		}
		return settled;
	}

	/**
	 * Tell whether nothing waits and nothing runs but handler calls that wait for the
	 * closing themselves.
	 * @param accepted the number of accepted items
	 * @return whether all of them are settled or left behind
	 */
	boolean isQuiet(long accepted) {
		long settled = settled();
		long detached = 0;
		for (InFlight inFlight : this.pool.inFlights) {
			if (inFlight.detached) {
				detached += inFlight.inHandCount();
			}
		}
		return accepted - settled == detached;
	}

}
