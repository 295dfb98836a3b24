/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Gives queues time to handle what waits before they are closed. They stay open: a flush
 * waits for what was accepted before it began, and for what their handlers add to that
 * where they feed themselves. Ends a pause, as draining does.
 *
 * <p>
 * Does not wait for a handler call that waits for the closing, nor for queues whose only
 * work left waits for its next attempt. Used by the thread that closes.
 */
final class Flush {

	private static final long SHORTEST_NAP = 20_000;

	private static final long LONGEST_NAP = 2_000_000;

	private static final long LOOK_NANOS = 50_000_000;

	private final List<QueueCore> queues;

	/** Whether what is handled may add to the same queues. */
	private final boolean selfFeeding;

	private final RunningCalls running;

	private List<Quiescence> round = List.of();

	/** The progress at the last look if nothing but retries was left then. */
	private long retriesAt = -1;

	private Flush(List<QueueCore> queues, boolean selfFeeding) {
		this.queues = queues;
		this.selfFeeding = selfFeeding;
		this.running = new RunningCalls(List.copyOf(queues), Thread.currentThread());
	}

	/** Flush queues that feed each other. */
	static void flush(List<QueueCore> queues, boolean selfFeeding, Duration timeout) {
		List<QueueCore> open = queues.stream().filter((queue) -> queue.isBound() && !queue.isStopped()).toList();
		if (!open.isEmpty()) {
			new Flush(open, selfFeeding).run(Nanos.of(timeout));
		}
	}

	private void run(long timeout) {
		long start = System.nanoTime();
		beginRound();
		this.queues.forEach(QueueCore::beginFlushing);
		boolean interrupted = false;
		long nextLook = start;
		long nap = SHORTEST_NAP;
		while (!isDone()) {
			long now = System.nanoTime();
			if (now - start >= timeout) {
				break;
			}
			if (now - nextLook >= 0) {
				nextLook = now + LOOK_NANOS;
				this.running.detachSelfClosing();
				if (areOnlyRetriesLeft()) {
					break;
				}
			}
			LockSupport.parkNanos(this, Math.min(nap, timeout - (now - start)));
			interrupted |= Thread.interrupted();
			nap = Math.min(2 * nap, LONGEST_NAP);
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private void beginRound() {
		List<Quiescence> round = new ArrayList<>();
		this.queues.forEach((queue) -> round.add(new Quiescence(queue, true)));
		this.round = round;
	}

	private boolean isDone() {
		if (!this.round.stream().allMatch(Quiescence::reached)) {
			return false;
		}
		if (!this.selfFeeding || this.queues.stream().allMatch((queue) -> queue.isQuiet(queue.accepted()))) {
			return true;
		}
		beginRound();
		return false;
	}

	/** Whether that was so at the last look as well, and nothing went on since. */
	private boolean areOnlyRetriesLeft() {
		long progress = 0;
		boolean any = false;
		for (QueueCore queue : this.queues) {
			if (!queue.isQuiet(queue.accepted())) {
				if (!queue.waitsForRetries()) {
					this.retriesAt = -1;
					return false;
				}
				any = true;
			}
			progress += queue.counters.progress();
		}
		boolean unchanged = any && progress == this.retriesAt;
		this.retriesAt = (any) ? progress : -1;
		return unchanged;
	}

}
