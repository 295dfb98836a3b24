package io.github.safequeue.engine;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.engine.buffer.QueueBuffer;

/**
 * What the workers of one queue take from. Decides what is handled next; the items
 * themselves wait in the buffer.
 *
 * <p>
 * {@link #take} and {@link #release} are called by workers, several at a time; the other
 * methods by any thread.
 */
abstract class WorkSource {

	final QueueBuffer buffer;

	/** How many items a call is given at most, 0 where it is given single items. */
	final int batchSize;

	WorkSource(QueueBuffer buffer, int batchSize) {
		this.buffer = buffer;
		this.batchSize = batchSize;
	}

	/**
	 * Take what the next call is given.
	 * @param inFlight receives it; still has the keys of its last call
	 * @return whether there was anything
	 */
	abstract boolean take(InFlight inFlight);

	/**
	 * As {@link #take}, by a thread that is the only one that takes at this time.
	 * @param inFlight receives it
	 * @return whether there was anything
	 */
	boolean takeAlone(InFlight inFlight) {
		return take(inFlight);
	}

	/**
	 * Let others have what the last call kept from them: its keys.
	 * @param inFlight where the call took place
	 */
	void release(InFlight inFlight) {
	}

	/**
	 * Keep what is in flight until its next attempt is due, without a thread.
	 * @param inFlight where it is in flight
	 * @param retry how far the attempts have come
	 * @param delayMillis after how many milliseconds the next attempt is due
	 * @return whether it is kept here; {@code false} if the worker is to wait
	 */
	boolean retryLater(InFlight inFlight, Retry retry, long delayMillis) {
		return false;
	}

	/**
	 * Return whether there may be something to take. Sees claims that are not published
	 * yet.
	 * @return whether to look again
	 */
	boolean hasWork() {
		return !this.buffer.isEmpty();
	}

	/**
	 * Return whether another worker could be of use, called after something was taken,
	 * and after a call ended that a worker of its own does not follow.
	 * @return whether to wake one
	 */
	boolean hasMore() {
		return !this.buffer.isEmpty();
	}

	/**
	 * Return how long a worker that finds nothing may sleep.
	 * @param worker the worker's place
	 * @return nanoseconds until something is due, {@link Long#MAX_VALUE} if nothing will
	 * be
	 */
	long nanosUntilDue(InFlight worker) {
		return Long.MAX_VALUE;
	}

	/**
	 * Return how many items no longer wait: their first call began.
	 * @return the number of items started
	 */
	long started() {
		return this.buffer.taken();
	}

	/**
	 * Return whether each of the items that were accepted first has been taken, and does
	 * not wait here for anything.
	 * @param accepted how many items
	 * @return whether all of them are settled, or with a worker
	 */
	boolean isTaken(long accepted) {
		return this.buffer.taken() >= accepted;
	}

	/**
	 * Return whether {@link #isTaken(long)} knows of calls as well: what has been taken
	 * by then is settled.
	 * @return whether calls need not be waited for
	 */
	boolean isTakenSettled() {
		return false;
	}

	/**
	 * Return how many items wait behind a call, where no other call may take them.
	 * @param inFlight where the call takes place
	 * @return the number, {@code null} if items wait for no particular call
	 */
	@Nullable Integer waitingBehind(InFlight inFlight) {
		return null;
	}

	/**
	 * Look at all that waits, and leave it there.
	 * @param target receives the elements, oldest first
	 */
	void peek(List<Object> target) {
		this.buffer.peek(target);
	}

	/**
	 * Take all that waits, also for its next attempt, so that no call will be given it.
	 * Needs memory; may be repeated where there was none.
	 * @param target receives the elements, oldest first
	 * @return whether that was possible at this time
	 */
	boolean drainTo(List<Object> target) {
		this.buffer.poll(target, Integer.MAX_VALUE);
		return true;
	}

	/**
	 * Give up elements that were claimed and are not published, see
	 * {@link QueueBuffer#giveUpUnpublished(List)}.
	 * @param target receives what stands behind them
	 * @return how many were given up
	 */
	int giveUpUnpublished(List<Object> target) {
		return this.buffer.giveUpUnpublished(target);
	}

}
