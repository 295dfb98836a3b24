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

	private static final int LINGER_TICKS = 20;

	private static final Watch[] NONE = {};

	private static final Object lock = new Object();

	private static final Map<DefaultSafeQueue<?>, Watch> watched = new ConcurrentHashMap<>();

	/** Whether queues came or went since the monitor's thread copied them. */
	private static volatile boolean changed;

	private static @Nullable Thread thread;

	/** A copy that is quick to walk through. Used by the monitor's thread only. */
	private Watch[] watches = NONE;

	private Monitor() {
	}

	static void watch(DefaultSafeQueue<?> queue) {
		synchronized (lock) {
			watched.put(queue, new Watch(queue));
			changed = true;
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
		changed = true;
	}

	@Override
	public void run() {
		while (await()) {
			try {
				lookAtAll();
			}
			catch (Throwable ex) {
				// Whatever it was: the next look is soon.
			}
		}
	}

	private void lookAtAll() {
		if (changed) {
			changed = false;
			try {
				this.watches = watched.values().toArray(NONE);
			}
			catch (OutOfMemoryError ex) {
				// Copied before the next look; until then the old ones are looked at.
				changed = true;
			}
		}
		for (Watch watch : this.watches) {
			guardedLook(watch);
		}
	}

	private static void guardedLook(Watch watch) {
		try {
			watch.look();
		}
		catch (OutOfMemoryError ex) {
			// Repeated by the next look.
		}
		catch (Throwable ex) {
			watch.queue().log().error(EngineLog.Trouble.MONITOR, watch.queue().name(), ex);
		}
	}

	/** Wait for the next look, and return whether there is anything left to look at. */
	private boolean await() {
		for (int ticks = 0; ticks < LINGER_TICKS; ticks++) {
			LockSupport.parkNanos(Monitor.class, TICK_NANOS);
			Thread.interrupted();
			if (!watched.isEmpty()) {
				return true;
			}
			// Closed queues are to be collected.
			this.watches = NONE;
			changed = true;
		}
		synchronized (lock) {
			if (watched.isEmpty()) {
				thread = null;
				return false;
			}
		}
		return true;
	}

}
