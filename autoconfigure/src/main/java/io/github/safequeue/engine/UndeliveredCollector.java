/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.UndeliveredWork;

/**
 * What one queue accepted and will not handle: takes it, counts it and has it reported.
 * Called by the thread that closes, by the watchdog, and by a worker whose item waits for
 * its next attempt at the deadline.
 */
final class UndeliveredCollector {

	private final QueueSettings settings;

	private final WorkSource source;

	private final WorkerPool pool;

	private final UndeliveredReporter reporter;

	private final AtomicLong undelivered = new AtomicLong();

	/** How many elements were claimed, not published in time, and not seen since. */
	private final AtomicLong givenUp = new AtomicLong();

	private final AtomicLong replacedWorkers = new AtomicLong();

	private volatile boolean collecting;

	/** What was taken, kept where it ran out of memory. */
	private final List<Object> collected = new ArrayList<>();

	/** Why the watchdog goes on collecting, where the closing thread could not. */
	private volatile UndeliveredWork.@Nullable Reason uncollected;

	UndeliveredCollector(QueueSettings settings, WorkSource source, WorkerPool pool, UndeliveredReporter reporter) {
		this.settings = settings;
		this.source = source;
		this.pool = pool;
		this.reporter = reporter;
	}

	/** Return how many items were reported undelivered. */
	long undelivered() {
		return this.undelivered.get();
	}

	/** Return how many claims were given up and not filled since. */
	long givenUp() {
		return this.givenUp.get();
	}

	/** Return how many workers died and were replaced. */
	long replacedWorkers() {
		return this.replacedWorkers.get();
	}

	/** Return whether items were taken that are not reported yet. */
	boolean isCollecting() {
		return this.collecting;
	}

	/** Return whether anything is left to be reported later. */
	boolean isAnyExpected() {
		return this.givenUp.get() > 0 || this.uncollected != null || this.reporter.isAnyWaiting();
	}

	/**
	 * Take what waits. Called once the queue was stopped, and again where there was not
	 * enough memory.
	 */
	boolean collect(Consumer<List<Object>> target, BooleanSupplier patience) {
		this.collecting = true;
		boolean drained = takeAll(patience);
		target.accept(List.copyOf(this.collected));
		this.collected.clear();
		this.uncollected = null;
		this.collecting = false;
		return drained;
	}

	private boolean takeAll(BooleanSupplier patience) {
		while (!this.pool.isHandedOver() || !this.source.drainTo(this.collected)) {
			if (!patience.getAsBoolean()) {
				return false;
			}
		}
		while (!this.source.buffer.isEmpty()) {
			if (!patience.getAsBoolean()) {
				this.givenUp.addAndGet(this.source.giveUpUnpublished(this.collected));
			}
			else {
				this.source.drainTo(this.collected);
			}
		}
		return true;
	}

	/** Leave to the watchdog what could not be collected. */
	void collectLater(UndeliveredWork.Reason reason) {
		this.uncollected = reason;
	}

	/**
	 * Report what could not be reported when the queue closed, and what was published
	 * late.
	 */
	boolean reportLate() {
		UndeliveredWork.Reason reason = this.uncollected;
		if (reason != null && !collect((elements) -> report(elements, reason), () -> false)) {
			this.uncollected = reason;
		}
		this.reporter.start();
		while (this.givenUp.get() > 0) {
			Object element = this.source.buffer.pollLate();
			if (element == null) {
				break;
			}
			this.givenUp.decrementAndGet();
			reportLate(List.of(element));
		}
		return !isAnyExpected();
	}

	/** Report what nobody else has any more, after the queue was stopped. */
	void reportLate(List<Object> elements) {
		for (;;) {
			try {
				report(elements, UndeliveredWork.Reason.DRAIN_TIMEOUT);
				return;
			}
			catch (OutOfMemoryError ex) {
				MemoryRetry.nap();
			}
		}
	}

	/**
	 * Count and report what will not be handled. Where memory is short, nothing is done.
	 */
	void report(List<Object> elements, UndeliveredWork.Reason reason) {
		this.reporter.prepare(elements, reason);
		countUndelivered(elements.size());
		this.reporter.start();
	}

	void countUndelivered(int items) {
		this.undelivered.addAndGet(items);
	}

	/** Replace a worker that died, and report what it had in flight. */
	void replaceLost(InFlight inFlight, Throwable cause) {
		List<Object> elements = List.copyOf(inFlight.elements());
		// All that needs memory comes first; without it the next look begins again.
		String message = "Queue '%s': worker %d died and is replaced; in flight: %s".formatted(this.settings.name(),
				inFlight.number, inFlight.describe());
		this.reporter.prepare(elements, UndeliveredWork.Reason.WORKER_LOST);
		countUndelivered(elements.size());
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
