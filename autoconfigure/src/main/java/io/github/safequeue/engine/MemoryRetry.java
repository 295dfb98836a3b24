package io.github.safequeue.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * What workers and the monitor do while the heap is full: they wait for memory rather
 * than leave out what was promised. Never called by submitters, nor by threads that
 * close.
 */
final class MemoryRetry {

	private static final long NAP_NANOS = 10_000_000;

	private MemoryRetry() {
	}

	/** Wait a moment. An interrupt does not cut it short, or a core would burn. */
	static void nap() {
		Thread.interrupted();
		LockSupport.parkNanos(MemoryRetry.class, NAP_NANOS);
	}

	/**
	 * Create a list.
	 * @param size how many elements it must hold without further memory
	 * @return the list
	 */
	static List<Object> list(int size) {
		for (;;) {
			try {
				return new ArrayList<>(size);
			}
			catch (OutOfMemoryError ex) {
				nap();
			}
		}
	}

}
