package io.github.safequeue.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * One daemon thread that looks at all started queues ten times a second: it notes since
 * when each slot has had the same item in hand, replaces workers that died, finds places
 * that were claimed and never filled, and repeats wake-ups that a dying submitter could
 * not finish. Started with the first queue; ends some time after the last one closed.
 */
final class Monitor implements Runnable {

	static final long TICK_NANOS = 100_000_000;

	private static final long BLOCKED_AFTER_NANOS = 1_000_000_000;

	private static final long FORGET_AFTER_NANOS = 60_000_000_000L;

	/** Stands for the index of a closed queue's head. */
	private static final long CLOSED = -2;

	private static final int LINGER_TICKS = 20;

	private static final Object lock = new Object();

	private static final Map<DefaultSafeQueue<?>, Head> watched = new ConcurrentHashMap<>();

	private static @Nullable Thread thread;

	private Monitor() {
	}

	static void watch(DefaultSafeQueue<?> queue) {
		synchronized (lock) {
			watched.put(queue, new Head(-1, 0));
			if (thread == null || !thread.isAlive()) {
				thread = new Thread(null, new Monitor(), "safequeue-monitor", 0, false);
				thread.setDaemon(true);
				thread.setContextClassLoader(null);
				thread.start();
			}
		}
	}

	static void forget(DefaultSafeQueue<?> queue) {
		watched.remove(queue);
	}

	@Override
	public void run() {
		while (await()) {
			try {
				for (Map.Entry<DefaultSafeQueue<?>, Head> entry : watched.entrySet()) {
					guardedLook(entry);
				}
			}
			catch (Throwable ex) {
				// No memory to walk through the queues: the next look is soon.
			}
		}
	}

	private static void guardedLook(Map.Entry<DefaultSafeQueue<?>, Head> entry) {
		try {
			look(entry);
		}
		catch (OutOfMemoryError ex) {
			// Repeated by the next look.
		}
		catch (Throwable ex) {
			entry.getKey().log().error(EngineLog.Trouble.MONITOR, entry.getKey().name(), ex);
		}
	}

	/** Wait for the next look, and return whether there is anything left to look at. */
	private static boolean await() {
		for (int ticks = 0; ticks < LINGER_TICKS; ticks++) {
			LockSupport.parkNanos(Monitor.class, TICK_NANOS);
			Thread.interrupted();
			if (!watched.isEmpty()) {
				return true;
			}
		}
		synchronized (lock) {
			if (watched.isEmpty()) {
				thread = null;
				return false;
			}
		}
		return true;
	}

	private static void look(Map.Entry<DefaultSafeQueue<?>, Head> entry) {
		DefaultSafeQueue<?> queue = entry.getKey();
		long now = System.nanoTime();
		if (queue.control().has(Control.STOPPED)) {
			lookAfterClosing(queue, entry, now);
			return;
		}
		Crew crew = queue.members();
		for (Slot slot : crew.allSlots()) {
			long cycle = slot.cycle();
			if (slot.seenCycle != cycle || slot.resting) {
				slot.seenSince = now;
				slot.seenCycle = cycle;
			}
			Throwable lostTo = slot.lostTo;
			if (lostTo != null) {
				queue.replaceLost(slot, lostTo);
			}
		}
		for (Worker worker : crew.workers) {
			if (worker.isLost() && worker.slot.lostTo == null) {
				queue.replaceLost(worker.slot, new IllegalStateException("The thread ended"));
			}
		}
		entry.setValue(lookAtHead(queue, entry.getValue(), now));
	}

	/** Wait for submitters that were held up between claim and publication. */
	private static void lookAfterClosing(DefaultSafeQueue<?> queue, Map.Entry<DefaultSafeQueue<?>, Head> entry,
			long now) {
		Head head = entry.getValue();
		if (queue.reportLate()) {
			forget(queue);
		}
		else if (head.index() != CLOSED) {
			entry.setValue(new Head(CLOSED, now));
		}
		else if (now - head.since() > FORGET_AFTER_NANOS && !queue.isSweeping()) {
			forget(queue);
		}
	}

	private static Head lookAtHead(DefaultSafeQueue<?> queue, Head before, long now) {
		Inbox inbox = queue.inbox();
		long taken = inbox.taken();
		if (taken >= inbox.accepted()) {
			queue.blocked = false;
			return new Head(-1, 0);
		}
		queue.members().signal();
		if (taken != before.index()) {
			queue.blocked = false;
			return new Head(taken, now);
		}
		queue.blocked = now - before.since() > BLOCKED_AFTER_NANOS && inbox.isHeadUnpublished();
		return before;
	}

	/**
	 * The oldest waiting place and when it was first seen.
	 *
	 * @param index the place's index
	 * @param since when it was first seen there, in nanoseconds
	 */
	private record Head(long index, long since) {
	}

}
