package io.github.safequeue.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.UndeliveredWork;

/**
 * What was accepted by one queue and will not be handled: takes it, counts it and reports
 * it. Called by the thread that closes, by the monitor, and by a worker whose item came
 * too late for its lane.
 */
final class UndeliveredCollector {

	private final QueueSettings settings;

	private final QueueBuffer buffer;

	private final WorkerPool pool;

	private final UndeliveredReporter reporter;

	private final AtomicLong undelivered = new AtomicLong();

	/** Places that were claimed and not filled yet, given up when the queue closed. */
	private final Set<Long> skipped = ConcurrentHashMap.newKeySet();

	private final AtomicLong voided = new AtomicLong();

	private final AtomicLong replacedWorkers = new AtomicLong();

	private volatile boolean collecting;

	/** What a sweep took, kept where it ran out of memory. */
	private final List<Object> collected = new ArrayList<>();

	/** What the monitor goes on with where memory was short. */
	private volatile UndeliveredWork.@Nullable Reason uncollected;

	UndeliveredCollector(QueueSettings settings, QueueBuffer buffer, WorkerPool pool, UndeliveredReporter reporter) {
		this.reporter = reporter;
		this.settings = settings;
		this.buffer = buffer;
		this.pool = pool;
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
	boolean isCollecting() {
		return this.collecting;
	}

	/**
	 * Tell whether anything is left to be reported later.
	 * @return whether places were given up that may still be filled, or memory was short
	 */
	boolean isAnyExpected() {
		return !this.skipped.isEmpty() || this.uncollected != null || this.reporter.isAnyWaiting();
	}

	/**
	 * Take what waits. Called once the queue was stopped, and again where there was not
	 * enough memory.
	 * @param target is given what waited, oldest first
	 * @param patience waits a moment for a submitter between its claim and its
	 * publication; says {@code false} when it is time to go on without that item
	 */
	void collect(Consumer<List<?>> target, BooleanSupplier patience) {
		this.collecting = true;
		this.pool.closeBehind();
		this.pool.drainTo(this.collected);
		while (!this.buffer.isEmpty()) {
			if (!patience.getAsBoolean()) {
				skipUnpublished();
			}
			this.pool.drainTo(this.collected);
		}
		target.accept(List.copyOf(this.collected));
		this.collected.clear();
		this.uncollected = null;
		this.collecting = false;
	}

	/**
	 * Leave to the monitor what could not be swept for lack of memory.
	 * @param reason why it was not handled
	 */
	void collectLater(UndeliveredWork.Reason reason) {
		this.uncollected = reason;
	}

	private void skipUnpublished() {
		long index = this.buffer.skipUnpublished();
		if (index >= 0) {
			this.voided.incrementAndGet();
			this.pool.skipped();
			this.skipped.add(index);
		}
	}

	/**
	 * Report what could not be reported when the queue closed, and what was left late in
	 * places that were given up.
	 * @return whether nothing more is to be expected
	 */
	boolean reportLate() {
		UndeliveredWork.Reason reason = this.uncollected;
		if (reason != null && this.pool.isHandedOver()) {
			collect((entries) -> report(entries, reason), () -> false);
		}
		this.reporter.start();
		this.skipped.removeIf((index) -> {
			Object entry = this.buffer.pollSkipped(index);
			if (entry != null) {
				this.voided.decrementAndGet();
				late(entry);
			}
			return entry != null;
		});
		return !isAnyExpected();
	}

	/**
	 * Report what was taken, or came, after the queue was swept.
	 * @param entry the item or the submission
	 */
	void late(Object entry) {
		for (;;) {
			try {
				report(List.of(entry), UndeliveredWork.Reason.DRAIN_TIMEOUT);
				return;
			}
			catch (OutOfMemoryError ex) {
				// The entry is in nobody else's hands.
				MemoryRetry.nap();
			}
		}
	}

	/**
	 * Count and report what will not be handled. Where memory is short, nothing is done.
	 * @param entries the items or submissions
	 * @param reason why
	 */
	void report(List<?> entries, UndeliveredWork.Reason reason) {
		this.reporter.prepare(entries, reason);
		countUndelivered(entries.size());
		this.reporter.start();
	}

	void countUndelivered(int items) {
		this.undelivered.addAndGet(items);
	}

	/**
	 * Replace a worker that died, and report what it had in hand.
	 * @param inFlight the slot it died in
	 * @param cause what ended it
	 */
	void replaceLost(InFlight inFlight, Throwable cause) {
		Object inHand = inFlight.inHand();
		List<?> entries = (inHand == null) ? List.of()
				: (inHand instanceof List<?> list && this.settings.batchSize() > 0) ? List.copyOf(list)
						: List.of(inHand);
		// All that needs memory comes first; without it the next look begins again.
		String message = "Queue '%s': worker %d died and is replaced; in hand: %s".formatted(this.settings.name(),
				inFlight.number, inFlight.describeInHand());
		this.reporter.prepare(entries, UndeliveredWork.Reason.WORKER_LOST);
		countUndelivered(entries.size());
		try {
			this.pool.revive(inFlight);
			this.replacedWorkers.incrementAndGet();
			this.settings.log().error(message, cause);
		}
		finally {
			this.reporter.start();
		}
	}

}
