/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.engine.buffer.QueueBuffer;

/**
 * One daemon thread that looks at all started queues ten times a second: it notes since
 * when each call has been under way, replaces workers that died, finds elements that were
 * claimed and never published, and repeats wake-ups that a dying submitter could not
 * finish. Started with the first queue; ends some time after the last one closed. Nothing
 * that is correct needs it while all threads live.
 *
 * <p>
 * Most queues have nothing to do most of the time. Once all that was accepted is settled,
 * one field is read until another item is accepted: before that nothing can be stuck,
 * blocked or unheard. A worker can die all the same; that is looked for in each tenth
 * look, and at once when there is something to do.
 */
final class QueueWatchdog implements Runnable {

	static final long TICK_NANOS = 100_000_000;

	/** How many looks at a queue with nothing to do are short, in a row. */
	static final int SHORT_LOOKS = 9;

	private static final int LINGER_TICKS = 20;

	private static final long BLOCKED_AFTER_NANOS = 1_000_000_000;

	private static final long WARN_OF_REFUSED_NANOS = 60_000_000_000L;

	private static final long FORGET_AFTER_NANOS = 60_000_000_000L;

	private static final Object lock = new Object();

	private static final Map<Watched, Look> watched = new ConcurrentHashMap<>();

	private static @Nullable Thread thread;

	private QueueWatchdog() {
	}

	static void watch(Watched queue) {
		synchronized (lock) {
			watched.put(queue, new Look(queue));
			if (thread == null || !thread.isAlive()) {
				thread = new Thread(null, new QueueWatchdog(), "safequeue-watchdog", 0, false);
				thread.setDaemon(true);
				thread.setContextClassLoader(null);
				thread.start();
			}
		}
	}

	static void forget(Watched queue) {
		watched.remove(queue);
	}

	@Override
	public void run() {
		long warned = System.nanoTime();
		while (await()) {
			try {
				watched.values().forEach(QueueWatchdog::lookAt);
				long now = System.nanoTime();
				if (now - warned >= WARN_OF_REFUSED_NANOS) {
					warned = now;
					UnclosedQueues.warnOfRefused();
				}
			}
			catch (Throwable ex) {
				// Whatever it was: the next look is soon.
			}
		}
	}

	private static void lookAt(Look look) {
		try {
			look.run();
		}
		catch (OutOfMemoryError ex) {
			// Repeated by the next look.
		}
		catch (Throwable ex) {
			look.queue.log().error(EngineLog.Trouble.WATCHDOG, look.queue.name(), ex);
		}
	}

	/** Wait for the next look, and return whether there is anything left to look at. */
	private static boolean await() {
		for (int ticks = 0; ticks < LINGER_TICKS; ticks++) {
			LockSupport.parkNanos(QueueWatchdog.class, TICK_NANOS);
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

	/**
	 * A queue as the watchdog sees it.
	 */
	interface Watched {

		String name();

		EngineLog log();

		QueueBuffer buffer();

		WorkerPool pool();

		UndeliveredCollector collector();

		StuckCalls stuckCalls();

		/** Look at what waits and what was refused. */
		void lookAtWaiting(long now);

		/**
		 * Return whether any of the items accepted so far waits, for its first call or
		 * another one, or is in flight.
		 */
		boolean isAnythingUnsettled(long accepted);

		/** Whether the queue starts no further item. */
		boolean isStopped();

		/** Note whether everything that waits is behind an unpublished element. */
		void blocked(boolean blocked);

	}

	/**
	 * Looks at one queue, and what is known of it. Used by one thread.
	 */
	static final class Look {

		private static final long NONE = -1;

		/** Stands for the head of a closed queue. */
		private static final long CLOSED = -2;

		private final Watched queue;

		private final QueueBuffer buffer;

		/** How many items had been accepted when all of them were settled. */
		private long quietAt = NONE;

		private int shortLooks;

		/** How many were taken before the oldest, and since when it has been that. */
		private long head = NONE;

		private long headSince;

		Look(Watched queue) {
			this.queue = queue;
			this.buffer = queue.buffer();
		}

		void run() {
			run(System.nanoTime());
		}

		void run(long now) {
			if (this.buffer.accepted() == this.quietAt && this.shortLooks < SHORT_LOOKS) {
				this.shortLooks++;
				return;
			}
			this.shortLooks = 0;
			this.quietAt = NONE;
			if (this.queue.isStopped()) {
				lookAfterClosing(now);
			}
			else {
				lookAtAll(now);
			}
		}

		private void lookAtAll(long now) {
			long accepted = this.buffer.accepted();
			boolean quiet = !this.queue.isAnythingUnsettled(accepted);
			for (InFlight inFlight : this.queue.pool().allInFlights()) {
				quiet &= lookAt(inFlight, now);
			}
			for (Worker worker : this.queue.pool().workers) {
				if (worker.isLost() && worker.inFlight.lostTo == null) {
					this.queue.collector().replaceLost(worker.inFlight, new IllegalStateException("The thread ended"));
					quiet = false;
				}
			}
			lookAtHead(now);
			this.queue.lookAtWaiting(now);
			this.quietAt = quiet ? accepted : NONE;
		}

		/** Return whether nothing is in flight there. */
		private boolean lookAt(InFlight inFlight, long now) {
			long call = inFlight.call();
			if (inFlight.seenCall != call || inFlight.betweenAttempts) {
				inFlight.seenSince = now;
				inFlight.seenCall = call;
			}
			this.queue.stuckCalls().look(inFlight, now);
			Throwable lostTo = inFlight.lostTo;
			if (lostTo != null) {
				this.queue.collector().replaceLost(inFlight, lostTo);
				return false;
			}
			CallTimer timer = inFlight.timer;
			if (timer != null && !inFlight.detached) {
				timer.look(now);
			}
			return !inFlight.isBusy();
		}

		/** Wait for submitters that were held up between claim and publication. */
		private void lookAfterClosing(long now) {
			if (this.queue.collector().reportLate()) {
				forget(this.queue);
			}
			else if (this.head != CLOSED) {
				this.head = CLOSED;
				this.headSince = now;
			}
			else if (now - this.headSince > FORGET_AFTER_NANOS && !this.queue.collector().isCollecting()) {
				forget(this.queue);
			}
		}

		private void lookAtHead(long now) {
			long taken = this.buffer.taken();
			if (taken >= this.buffer.accepted()) {
				this.queue.blocked(false);
				this.head = NONE;
				return;
			}
			this.queue.pool().signal();
			if (taken != this.head) {
				this.queue.blocked(false);
				this.head = taken;
				this.headSince = now;
				return;
			}
			this.queue.blocked(now - this.headSince > BLOCKED_AFTER_NANOS && this.buffer.isHeadUnpublished());
		}

	}

}
