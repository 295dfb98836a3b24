package io.github.safequeue.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

import io.github.safequeue.RejectedWorkException;
import io.github.safequeue.UndeliveredWork;

/**
 * What was accepted by one queue and will not be handled: takes it, counts it and reports
 * it. Called by the thread that closes, by the monitor, and by a worker whose item came
 * too late for its lane.
 */
final class Leftovers {

	private final Settings settings;

	private final Inbox inbox;

	private final Crew crew;

	private final AtomicLong undelivered = new AtomicLong();

	/** Places that were claimed and not filled yet, given up when the queue closed. */
	private final Set<Long> skipped = ConcurrentHashMap.newKeySet();

	private final AtomicLong voided = new AtomicLong();

	private final AtomicLong replacedWorkers = new AtomicLong();

	private volatile boolean sweeping;

	Leftovers(Settings settings, Inbox inbox, Crew crew) {
		this.settings = settings;
		this.inbox = inbox;
		this.crew = crew;
	}

	/**
	 * Return how many items were reported undelivered.
	 * @return their number
	 */
	long undelivered() {
		return this.undelivered.get();
	}

	/**
	 * Return how many places were given up and not filled since.
	 * @return their number
	 */
	long voided() {
		return this.voided.get();
	}

	/**
	 * Return how many workers died and were replaced.
	 * @return their number
	 */
	long replacedWorkers() {
		return this.replacedWorkers.get();
	}

	/**
	 * Tell whether items were taken that are not reported yet.
	 * @return whether a sweep is under way
	 */
	boolean isSweeping() {
		return this.sweeping;
	}

	/**
	 * Tell whether places were given up that may still be filled.
	 * @return whether an item may come late
	 */
	boolean isAnyExpected() {
		return !this.skipped.isEmpty();
	}

	/**
	 * Take what waits and report it. Called once the queue was stopped.
	 * @param reason why it was not handled
	 * @param patience waits a moment for a submitter between its claim and its
	 * publication; says {@code false} when it is time to go on without that item
	 */
	void sweep(UndeliveredWork.Reason reason, BooleanSupplier patience) {
		this.sweeping = true;
		try {
			this.crew.closeBehind();
			List<Object> entries = new ArrayList<>();
			this.crew.drainTo(entries);
			while (!this.inbox.isEmpty()) {
				if (!patience.getAsBoolean()) {
					skipUnpublished();
				}
				this.crew.drainTo(entries);
			}
			report(entries, reason);
		}
		finally {
			this.sweeping = false;
		}
	}

	private void skipUnpublished() {
		long index = this.inbox.skipUnpublished();
		if (index >= 0) {
			this.voided.incrementAndGet();
			this.crew.skipped();
			this.skipped.add(index);
		}
	}

	/**
	 * Report what was left late in places that were given up.
	 * @return whether nothing more is to be expected
	 */
	boolean reportSkipped() {
		this.skipped.removeIf((index) -> {
			Object entry = this.inbox.pollSkipped(index);
			if (entry != null) {
				this.voided.decrementAndGet();
				late(entry);
			}
			return entry != null;
		});
		return this.skipped.isEmpty();
	}

	/**
	 * Report what was taken, or came, after the queue was swept.
	 * @param entry the item or the submission
	 */
	void late(Object entry) {
		report(List.of(entry), UndeliveredWork.Reason.DRAIN_TIMEOUT);
	}

	private void report(List<?> entries, UndeliveredWork.Reason reason) {
		this.undelivered.addAndGet(entries.size());
		tell(entries, reason);
	}

	/**
	 * Replace a worker that died, and report what it had in hand.
	 * @param slot the slot it died in
	 * @param cause what ended it
	 */
	void replaceLost(Slot slot, Throwable cause) {
		Object inHand = slot.inHand();
		List<?> entries = (inHand == null) ? List.of()
				: (inHand instanceof List<?> list && this.settings.batchSize() > 0) ? List.copyOf(list)
						: List.of(inHand);
		String description = slot.describeInHand();
		this.undelivered.addAndGet(entries.size());
		try {
			this.crew.revive(slot);
			this.replacedWorkers.incrementAndGet();
			this.settings.log()
				.error("Queue '%s': worker %d died and is replaced; in hand: %s".formatted(this.settings.name(),
						slot.number, description), cause);
		}
		finally {
			tell(entries, UndeliveredWork.Reason.WORKER_LOST);
		}
	}

	private void tell(List<?> entries, UndeliveredWork.Reason reason) {
		if (entries.isEmpty()) {
			return;
		}
		String queue = this.settings.name();
		try {
			this.settings.undelivered()
				.onUndelivered(new UndeliveredWork(queue, entries.stream().map(Submission::itemOf).toList(), reason));
		}
		catch (Throwable ex) {
			this.settings.log()
				.error("Queue '%s': the handler of undelivered work failed; %d items stay undelivered".formatted(queue,
						entries.size()), ex);
		}
		for (Object entry : entries) {
			if (entry instanceof Submission submission) {
				submission.future()
					.completeExceptionally(new RejectedWorkException(queue, RejectedWorkException.Reason.CLOSED));
			}
		}
	}

}
