package io.github.safequeue.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.safequeue.WorkerSnapshot;

/**
 * Describes what the workers of a crew do.
 */
final class WorkerReport {

	private WorkerReport() {
	}

	static List<WorkerSnapshot> of(Crew crew) {
		List<WorkerSnapshot> report = new ArrayList<>();
		long now = System.nanoTime();
		for (Slot slot : crew.allSlots()) {
			Thread thread = slot.thread;
			String handling = slot.describeInHand();
			Duration handlingFor = (handling != null) ? Duration.ofNanos(heldFor(slot, now)) : null;
			if (thread == null) {
				report.add(new WorkerSnapshot("safequeue-" + slot.queue() + "-" + slot.number, 0, null, handling,
						handlingFor, List.of()));
			}
			else {
				report.add(new WorkerSnapshot(thread.getName(), threadId(thread), thread.getState(), handling,
						handlingFor, List.of(thread.getStackTrace())));
			}
		}
		return report;
	}

	/**
	 * Return how long the slot has had the same item in hand, as far as observed.
	 */
	private static long heldFor(Slot slot, long now) {
		long cycle = slot.cycle();
		return (Slot.busy(cycle) && slot.seenCycle == cycle) ? Math.max(0, now - slot.seenSince) : 0;
	}

	@SuppressWarnings("deprecation") // threadId() came with Java 19
	private static long threadId(Thread thread) {
		return thread.getId();
	}

}
