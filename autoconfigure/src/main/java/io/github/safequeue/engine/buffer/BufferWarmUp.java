package io.github.safequeue.engine.buffer;

import java.util.ArrayList;

/**
 * Walks once through what submitters and takers of buffers can reach, so that nothing is
 * loaded or linked later, on a stack or heap that may be too small for it.
 */
public final class BufferWarmUp {

	private static final int CAPACITY = 2;

	private BufferWarmUp() {
	}

	/**
	 * Do it. Any thread.
	 */
	public static void run() {
		for (QueueBuffer buffer : new QueueBuffer[] { QueueBuffer.bounded(CAPACITY), QueueBuffer.unbounded() }) {
			// More than a bounded buffer takes, and once more when there is room.
			for (int i = 0; i <= CAPACITY; i++) {
				buffer.offer("item");
			}
			buffer.hasRoom(1);
			buffer.pollAlone();
			buffer.offer("more");
			buffer.poll();
			buffer.poll(new ArrayList<>(), CAPACITY);
			buffer.closeAt(buffer.accepted());
			buffer.reopen();
			buffer.close();
			buffer.offer("late");
		}
	}

}
