package io.github.safequeue.engine;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Where submitters leave items and workers find them, in order.
 *
 * <p>
 * {@link #offer(Object)} may be called by any thread and is lock-free: it fails to make
 * progress only if another offer does. Every claimed place has an index, counted from 0;
 * {@link #accepted()} is the number of claims and so the one source of that figure. A
 * closed inbox grants no further claim, and closing is one atomic step on the word that
 * claims are made on, so that an answer of {@code offer} is always true.
 *
 * <p>
 * Between claim and publication stands no method call. A stack overflow therefore cannot
 * come between the two: it is raised where a method is entered, never by a store.
 *
 * <p>
 * All other methods may be called by any thread; several may take at the same time.
 */
abstract class QueueBuffer {

	/** The item was accepted. */
	static final int ACCEPTED = 0;

	/** The item was refused: as many wait as there are places. */
	static final int FULL = 1;

	/** The item was refused: the inbox is closed. */
	static final int CLOSED = 2;

	/**
	 * Leave an item.
	 * @param item the item
	 * @return {@link #ACCEPTED}, {@link #FULL} or {@link #CLOSED}
	 */
	abstract int offer(Object item);

	/**
	 * Leave an item that brings its own place along, where items are kept in places of
	 * their own; elsewhere leave it as any other.
	 * @param item the item, which was never left anywhere before
	 * @return {@link #ACCEPTED}, {@link #FULL} or {@link #CLOSED}
	 */
	int offerPreallocated(PreallocatedEntry item) {
		return offer(item);
	}

	/**
	 * Take the oldest item.
	 * @return the item, or {@code null} if there is none or its place was claimed and not
	 * filled yet
	 */
	abstract @Nullable Object poll();

	/**
	 * Take the oldest items in one step.
	 * @param target receives the items
	 * @param max how many to take at most
	 * @return how many were taken
	 */
	abstract int poll(List<Object> target, int max);

	/**
	 * Look at what waits, and leave it there.
	 * @param target receives the items, oldest first; others may take meanwhile
	 */
	abstract void peek(List<Object> target);

	/**
	 * Return how many items were accepted.
	 * @return the number of claims
	 */
	abstract long accepted();

	/**
	 * Return how many items were taken.
	 * @return the index of the oldest waiting item
	 */
	abstract long taken();

	/**
	 * Close if exactly as many items were accepted as told.
	 * @param accepted the number
	 * @return whether the inbox is closed now
	 */
	abstract boolean closeAt(long accepted);

	/**
	 * Close at once.
	 */
	abstract void close();

	/**
	 * Undo {@link #closeAt(long)}. Must not be called while another thread may close.
	 */
	abstract void reopen();

	/**
	 * Give up the oldest place of a closed inbox if it was claimed and not filled yet, so
	 * that what stands behind it can be taken.
	 * @return the place's index, or -1 if no place was given up
	 */
	abstract long skipUnpublished();

	/**
	 * Take what was left in a place after it was given up.
	 * @param index the place's index
	 * @return the item, or {@code null} if the place is not filled yet
	 */
	abstract @Nullable Object pollSkipped(long index);

	/**
	 * Tell whether the oldest place was claimed and is not filled.
	 * @return whether whatever waits is behind such a place
	 */
	abstract boolean isHeadUnpublished();

	/**
	 * Tell whether more items would find a place now. Cheaper than to compare
	 * {@link #accepted()} and {@link #taken()} while there is room.
	 * @param places how many items, at least 1
	 * @return whether so many places are free
	 */
	boolean hasRoom(int places) {
		return accepted() - taken() <= (long) capacity() - places;
	}

	/**
	 * Return how many items may wait.
	 * @return the number of places, {@link Integer#MAX_VALUE} if without limit
	 */
	abstract int capacity();

	/**
	 * Tell whether no place is claimed that was not taken. Compares the two counts and so
	 * sees a claim that is not published yet.
	 * @return whether nothing waits
	 */
	final boolean isEmpty() {
		return taken() >= accepted();
	}

	/**
	 * Make room in a list before items are claimed for it, so that no error comes between
	 * the two.
	 */
	static void makeRoom(List<Object> target, int more) {
		if (target instanceof ArrayList<Object> list) {
			list.ensureCapacity(target.size() + more);
		}
	}

}
