package io.github.safequeue.engine;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.UndeliveredWork;

/**
 * A queue as the drain sees it.
 */
interface DrainTarget {

	/**
	 * Return what closes this queue.
	 * @return holds the closing, once there is one
	 */
	AtomicReference<@Nullable Closing> closing();

	/**
	 * Return whether the queue has a handler.
	 * @return whether a handler is bound
	 */
	boolean isBound();

	/**
	 * Begin to drain: handle even if paused or suspended.
	 */
	void beginDraining();

	/**
	 * Start the workers, or wake them, once the queue drains.
	 */
	void startToDrain();

	/**
	 * Return how many items wait.
	 * @return their number
	 */
	int size();

	/**
	 * Return how many items were accepted.
	 * @return their number
	 */
	long accepted();

	/**
	 * Return whether nothing waits and nothing runs but detached calls.
	 * @param accepted the number of accepted items
	 * @return whether all of them are settled or detached
	 */
	boolean isQuiet(long accepted);

	/**
	 * Refuse from now on if exactly as many items were accepted as given.
	 * @param accepted the number
	 * @return whether the queue refuses now
	 */
	boolean closeAt(long accepted);

	/**
	 * Undo {@link #closeAt(long)}.
	 */
	void reopen();

	/**
	 * Refuse from now on and start no further item.
	 */
	void stop();

	/**
	 * Take what waits, after {@link #stop()}.
	 * @param target is given what waited, oldest first
	 * @param patience waits a moment for other threads; {@code false} when it is time to
	 * go on without them
	 * @return whether all was taken
	 */
	boolean collect(Consumer<List<Object>> target, BooleanSupplier patience);

	/**
	 * Leave to the watchdog what could not be taken.
	 * @param reason why it was not handled
	 */
	void collectLater(UndeliveredWork.Reason reason);

	/**
	 * Count and report what was taken.
	 * @param elements items or envelopes
	 * @param reason why they were not handled
	 */
	void report(List<Object> elements, UndeliveredWork.Reason reason);

	/**
	 * Count what was taken and is reported by the caller.
	 * @param items how many
	 */
	void countUndelivered(int items);

	/**
	 * Wait until reports have been taken.
	 * @param end when to stop waiting, as a value of {@link System#nanoTime()}
	 * @param nap waits for so many nanoseconds
	 */
	void awaitReports(long end, LongConsumer nap);

	/**
	 * Sum up, once closed.
	 */
	void finish();

	/**
	 * Return whether a thread is one of the queue's workers.
	 * @param thread the thread
	 * @return whether it calls the handler
	 */
	boolean isWorker(Thread thread);

	/**
	 * Return the places in which handler calls run.
	 * @return the places
	 */
	Collection<InFlight> calls();

	/**
	 * Return all places, those of workers that call no handler included.
	 * @return the places
	 */
	Collection<InFlight> allInFlights();

	/**
	 * Let another worker take the place of a detached call.
	 * @param inFlight the place of the call
	 */
	void replace(InFlight inFlight);

	/**
	 * What closes queues.
	 */
	interface Closing {

		/**
		 * Called by a worker that has an item in flight, before it calls the handler: it
		 * must not offer to a queue of the group that is closed now and opened again a
		 * moment later.
		 */
		void pass();

		/**
		 * Close if nothing waits and nothing runs.
		 * @return whether closed
		 */
		boolean tryClose();

		/**
		 * Wait until closed, unless on a worker of one of the queues.
		 * @return whether the thread was interrupted meanwhile
		 */
		boolean await();

	}

}
