package io.github.safequeue.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * The condition that all that was accepted before a moment is settled, asked for
 * repeatedly by one thread. Holds as well under a load that never ends: first all those
 * items must have been taken, then each slot that was busy at that time must have ended
 * its cycle; with lanes the same once more behind the lanes.
 */
final class Quiescence {

	private static final long SHORTEST_NAP = 20_000;

	private static final long LONGEST_NAP = 2_000_000;

	private final DefaultSafeQueue<?> queue;

	private final long target;

	private @Nullable BooleanSupplier behind;

	private @Nullable List<Busy> busy;

	private boolean behindDone;

	Quiescence(DefaultSafeQueue<?> queue) {
		this.queue = queue;
		this.target = queue.buffer().accepted();
	}

	/**
	 * Wait until the condition holds.
	 * @param timeout how long at most
	 * @return whether it holds
	 * @throws InterruptedException if the thread is interrupted before
	 */
	boolean await(Duration timeout) throws InterruptedException {
		long wait = Nanos.of(timeout);
		long start = System.nanoTime();
		long nap = SHORTEST_NAP;
		while (!reached()) {
			long left = wait - (System.nanoTime() - start);
			if (left <= 0) {
				return false;
			}
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
			LockSupport.parkNanos(this.queue, Math.min(left, nap));
			nap = Math.min(2 * nap, LONGEST_NAP);
		}
		return true;
	}

	boolean reached() {
		if (this.queue.settled() >= this.queue.buffer().accepted()) {
			return true;
		}
		if (this.queue.buffer().taken() < this.target || this.queue.isCollecting()) {
			return false;
		}
		if (!inFlightsDone()) {
			return false;
		}
		if (this.behindDone) {
			return true;
		}
		if (this.behind == null) {
			this.behind = this.queue.members().takenBehind();
		}
		if (!this.behind.getAsBoolean()) {
			return false;
		}
		this.behindDone = true;
		this.busy = null;
		return inFlightsDone();
	}

	private boolean inFlightsDone() {
		List<Busy> busy = this.busy;
		if (busy == null) {
			busy = new ArrayList<>();
			for (InFlight inFlight : this.queue.members().allInFlights()) {
				long cycle = inFlight.cycle();
				if (InFlight.busy(cycle)) {
					busy.add(new Busy(inFlight, cycle));
				}
			}
			this.busy = busy;
		}
		busy.removeIf((entry) -> entry.inFlight().cycle() != entry.cycle());
		return busy.isEmpty();
	}

	/**
	 * A slot that had something in hand.
	 *
	 * @param inFlight the slot
	 * @param cycle its cycle then
	 */
	private record Busy(InFlight inFlight, long cycle) {
	}

}
