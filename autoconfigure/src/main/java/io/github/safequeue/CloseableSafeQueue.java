package io.github.safequeue;

import io.github.safequeue.SafeQueue;

/**
 * A queue that its owner closes.
 *
 * @param <T> the type of the items
 */
public interface CloseableSafeQueue<T> extends SafeQueue<T>, AutoCloseable {

	/**
	 * Tell whether more items would find a place now, whether or not the queue is closed.
	 * Looks at what was taken only where it seems that there is too little room. Any
	 * thread; the answer may be out of date at once.
	 * @param places how many items, at least 1
	 * @return whether so many places are free
	 */
	boolean hasRoom(int places);

	/**
	 * Drain and close: handle all that was accepted, also what is added meanwhile, and
	 * refuse from the first moment when nothing waits and nothing runs, or when the drain
	 * timeout is over. A second call waits for the first. Returns within the drain
	 * timeout and two seconds. Any thread, also a worker of the queue, whose item in hand
	 * is then not waited for.
	 */
	@Override
	void close();

}
