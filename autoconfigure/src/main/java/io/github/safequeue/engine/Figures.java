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
final class Figures {

	private final Settings settings;

	private final Inbox inbox;

	private final Crew crew;

	private final Leftovers leftovers;

	Figures(Settings settings, Inbox inbox, Crew crew, Leftovers leftovers) {
		this.settings = settings;
		this.inbox = inbox;
		this.crew = crew;
		this.leftovers = leftovers;
	}

	int size() {
		long started = this.crew.started();
		return clamp(this.inbox.accepted() - started);
	}

	SafeQueueSnapshot snapshot(SafeQueueState state, Isolated rejectedFull, Isolated rejectedClosed) {
		long undelivered = this.leftovers.undelivered();
		long voided = this.leftovers.voided();
		long handled = 0;
		long failed = 0;
		long retried = 0;
		for (Slot slot : this.crew.slots) {
			handled += slot.handled();
			failed += slot.failed();
			retried += slot.retried();
		}
		long started = this.crew.started();
		long accepted = this.inbox.accepted();
		return new SafeQueueSnapshot(this.settings.name(), state, clamp(accepted - started), this.inbox.capacity(),
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
		long settled = this.leftovers.undelivered() + this.leftovers.voided();
		for (Slot slot : this.crew.slots) {
			settled += slot.handled() + slot.failed();
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
		long leftBehind = 0;
		for (Slot slot : this.crew.slots) {
			if (slot.entangled) {
				leftBehind += slot.inHandCount();
			}
		}
		return accepted - settled == leftBehind;
	}

}
