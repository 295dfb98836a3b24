package io.github.safequeue.engine;

import io.github.safequeue.SafeQueue;

/**
 * A queue that its owner closes.
 *
 * @param <T> the type of the items
 */
public interface CloseableSafeQueue<T> extends SafeQueue<T>, AutoCloseable {

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
