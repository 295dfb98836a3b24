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

	private final Map<Slot, Long> seen = new HashMap<>();

	private final Set<Slot> told = new HashSet<>();

	RunningCalls(List<DefaultSafeQueue<?>> queues, Thread closer) {
		this.queues = queues;
		this.closer = closer;
	}

	/**
	 * Let others take the place of workers whose handler call waits for the closing.
	 */
	void leaveEntangledBehind() {
		try {
			lookForEntangled();
		}
		catch (OutOfMemoryError ex) {
			// The next look is soon.
		}
	}

	private void lookForEntangled() {
		for (DefaultSafeQueue<?> queue : this.queues) {
			for (Slot slot : queue.members().slots) {
				Thread thread = slot.thread;
				if (thread == null || slot.entangled || !Slot.busy(slot.cycle())) {
					continue;
				}
				Long cycle = slot.cycle();
				boolean unchanged = cycle.equals(this.seen.put(slot, cycle));
				if ((thread == this.closer || (unchanged && Entanglement.isWaitingForClose(thread)))
						&& slot.leaveBehind(cycle)) {
					queue.members().replace(slot);
				}
			}
		}
	}

	/**
	 * Interrupt the calls that were not interrupted yet.
	 */
	void interrupt() {
		for (DefaultSafeQueue<?> queue : this.queues) {
			for (Slot slot : queue.members().allSlots()) {
				Thread thread = slot.thread;
				if (thread != null && thread != this.closer && slot.inHand() != null && this.told.add(slot)) {
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
			for (Slot slot : queue.members().slots) {
				if (slot.inHand() != null && !slot.entangled && slot.thread != this.closer) {
					return true;
				}
			}
		}
		return false;
	}

}
