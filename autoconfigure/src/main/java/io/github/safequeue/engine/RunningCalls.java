package io.github.safequeue.engine;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The handler calls that are under way while queues close. Those that wait for the
 * closing themselves are left behind, the others are interrupted once when the time is
 * over. Used by the thread that closes.
 */
final class RunningCalls {

	private final List<DefaultSafeQueue<?>> queues;

	private final Thread closer;

	private final Map<InFlight, Long> seen = new HashMap<>();

	private final Set<InFlight> told = new HashSet<>();

	RunningCalls(List<DefaultSafeQueue<?>> queues, Thread closer) {
		this.queues = queues;
		this.closer = closer;
	}

	/**
	 * Let others take the place of workers whose handler call waits for the closing.
	 */
	void detachSelfClosing() {
		try {
			lookForSelfClosing();
		}
		catch (OutOfMemoryError ex) {
			// The next look is soon.
		}
	}

	private void lookForSelfClosing() {
		for (DefaultSafeQueue<?> queue : this.queues) {
			for (InFlight inFlight : queue.members().inFlights) {
				Thread thread = inFlight.thread;
				if (thread == null || inFlight.detached || !InFlight.busy(inFlight.cycle())) {
					continue;
				}
				Long cycle = inFlight.cycle();
				boolean unchanged = cycle.equals(this.seen.put(inFlight, cycle));
				if ((thread == this.closer || (unchanged && SelfCloseDetector.isWaitingForClose(thread)))
						&& inFlight.detach(cycle)) {
					queue.members().replace(inFlight);
				}
			}
		}
	}

	/**
	 * Interrupt the calls that were not interrupted yet.
	 */
	void interrupt() {
		for (DefaultSafeQueue<?> queue : this.queues) {
			for (InFlight inFlight : queue.members().allInFlights()) {
				Thread thread = inFlight.thread;
				if (thread != null && thread != this.closer && inFlight.inHand() != null && this.told.add(inFlight)) {
					thread.interrupt();
				}
			}
		}
	}

	/**
	 * Tell whether any call is under way that is not left behind.
	 * @return whether any is
	 */
	boolean isAny() {
		for (DefaultSafeQueue<?> queue : this.queues) {
			for (InFlight inFlight : queue.members().inFlights) {
				if (inFlight.inHand() != null && !inFlight.detached && inFlight.thread != this.closer) {
					return true;
				}
			}
		}
		return false;
	}

}
