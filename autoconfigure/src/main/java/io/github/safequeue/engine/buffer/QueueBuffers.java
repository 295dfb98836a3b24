/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine.buffer;

import java.util.ArrayList;
import java.util.function.LongSupplier;

/**
 * Creates buffers. Any thread.
 */
public final class QueueBuffers {

	private static final int WARM_UP_CAPACITY = 2;

	private QueueBuffers() {
	}

	/**
	 * Create a bounded buffer whose elements wait until they are taken.
	 * @param capacity how many elements may wait, from 1 to
	 * {@link QueueBuffer#MAX_CAPACITY}
	 * @return the buffer
	 */
	public static QueueBuffer bounded(int capacity) {
		return new BoundedBuffer(capacity, null);
	}

	/**
	 * Create a bounded buffer whose elements still wait after they were taken, until they
	 * are released.
	 * @param capacity how many elements may wait, from 1 to
	 * {@link QueueBuffer#MAX_CAPACITY}
	 * @param released returns how many elements no longer wait; never decreases
	 * @return the buffer
	 */
	public static QueueBuffer bounded(int capacity, LongSupplier released) {
		return new BoundedBuffer(capacity, released);
	}

	/**
	 * Create a buffer without limit.
	 * @return the buffer
	 */
	public static QueueBuffer unbounded() {
		return new LinkedBuffer();
	}

	/**
	 * Walk once through what submitters and takers can reach, so that nothing is loaded
	 * or linked later, on a stack or heap that may be too small for it.
	 */
	public static void warmUp() {
		// As few places as items, so that the JCTools queue comes to its own limit as
		// well.
		QueueBuffer bounded = new BoundedBuffer(WARM_UP_CAPACITY, null, WARM_UP_CAPACITY);
		for (QueueBuffer buffer : new QueueBuffer[] { bounded, unbounded() }) {
			// More than a bounded buffer takes, and once more when there is room.
			for (int i = 0; i <= WARM_UP_CAPACITY; i++) {
				buffer.offer("item");
			}
			buffer.hasRoom(1);
			buffer.pollAlone();
			buffer.offer("more");
			buffer.poll();
			buffer.poll(new ArrayList<>(), WARM_UP_CAPACITY);
			buffer.closeAt(buffer.accepted());
			buffer.reopen();
			buffer.close();
			buffer.offer("late");
		}
	}

}
