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

	/**
	 * Describe all workers.
	 * @param crew the workers
	 * @return one entry a worker
	 */
	static List<WorkerSnapshot> of(Crew crew) {
		List<WorkerSnapshot> report = new ArrayList<>();
		long now = System.nanoTime();
		for (Slot slot : crew.allSlots()) {
			report.add(describe(crew, slot, now));
		}
		return report;
	}

	/**
	 * Describe the workers that have had the same item in hand for long, and look at no
	 * other's stack.
	 * @param crew the workers
	 * @param threshold more than this is long
	 * @return one entry for each of these workers
	 */
	static List<WorkerSnapshot> of(Crew crew, Duration threshold) {
		List<WorkerSnapshot> report = new ArrayList<>();
		long now = System.nanoTime();
		for (Slot slot : crew.allSlots()) {
			if (isLonger(heldFor(slot, now), threshold)) {
				WorkerSnapshot worker = describe(crew, slot, now);
				Duration handlingFor = worker.handlingFor();
				if (handlingFor != null && handlingFor.compareTo(threshold) > 0) {
					report.add(worker);
				}
			}
		}
		return report;
	}

	private static boolean isLonger(long nanos, Duration threshold) {
		return Duration.ofNanos(nanos).compareTo(threshold) > 0;
	}

	private static WorkerSnapshot describe(Crew crew, Slot slot, long now) {
		Thread thread = slot.thread;
		String handling = slot.describeInHand();
		Duration handlingFor = (handling != null) ? Duration.ofNanos(heldFor(slot, now)) : null;
		Integer waiting = crew.waitingFor(slot);
		if (thread == null) {
			return new WorkerSnapshot("safequeue-" + slot.queue() + "-" + slot.number, 0, null, handling, handlingFor,
					waiting, List.of());
		}
		return new WorkerSnapshot(thread.getName(), threadId(thread), thread.getState(), handling, handlingFor, waiting,
				List.of(thread.getStackTrace()));
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
