/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine.buffer;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Where submitters leave elements and workers find them, in order.
 *
 * <p>
 * {@link #offer(Object)} may be called by any thread and is lock-free: it fails to make
 * progress only if another offer does. {@link #accepted()} is the number of claims and so
 * the one source of that figure. A closed buffer grants no further claim, and closing is
 * one atomic step on the word that claims are made on, so that an offer that returns
 * {@link Admission#ACCEPTED} is never accepted behind a closing.
 *
 * <p>
 * All other methods may be called by any thread, and several may take at the same time,
 * unless a method says otherwise.
 */
public abstract class QueueBuffer {

	/** The largest capacity of a bounded buffer. */
	public static final int MAX_CAPACITY = 1 << 30;

	/**
	 * Leave an element.
	 * @param element the element
	 * @return whether it was accepted
	 */
	public abstract Admission offer(Object element);

	/**
	 * Leave an element that brings its own node along, where elements are kept in nodes;
	 * elsewhere leave it as any other.
	 * @param element the element, which was never left anywhere before
	 * @return whether it was accepted
	 */
	public Admission offerPreallocated(LinkedNode element) {
		return offer(element);
	}

	/**
	 * Take the oldest element. Takers take turns.
	 * @return the element, or {@code null} if there is none or it was claimed and is not
	 * published yet
	 */
	public abstract @Nullable Object poll();

	/**
	 * As {@link #poll()}, for a thread that is the only one that takes at this time: it
	 * needs no turn.
	 * @return the element, or {@code null}
	 */
	public @Nullable Object pollAlone() {
		return poll();
	}

	/**
	 * Take the oldest elements.
	 * @param target receives the elements
	 * @param max how many to take at most
	 * @return how many were taken
	 */
	public abstract int poll(List<Object> target, int max);

	/**
	 * Look at the elements that wait, and leave them there.
	 * @param target receives the elements, oldest first; others may take meanwhile
	 */
	public abstract void peek(List<Object> target);

	/**
	 * Return how many elements were accepted.
	 * @return the number of claims
	 */
	public abstract long accepted();

	/**
	 * Return how many elements were taken.
	 * @return their number
	 */
	public abstract long taken();

	/**
	 * Close if exactly as many elements were accepted as given.
	 * @param accepted the number
	 * @return whether the buffer is closed now
	 */
	public abstract boolean closeAt(long accepted);

	/**
	 * Close at once.
	 */
	public abstract void close();

	/**
	 * Return whether the buffer is closed.
	 * @return whether it grants no claim
	 */
	public abstract boolean isClosed();

	/**
	 * Undo {@link #closeAt(long)}. Must not be called while another thread may close.
	 */
	public abstract void reopen();

	/**
	 * Return whether the oldest element was claimed and is not published.
	 * @return whether everything that waits is behind such an element
	 */
	public boolean isHeadUnpublished() {
		return false;
	}

	/**
	 * Give up the elements of a closed buffer that were claimed and are not published,
	 * and take what stands behind them. Afterwards nothing waits. Needs memory; may be
	 * repeated where there was none.
	 * @param target receives the elements that are there, oldest first
	 * @return how many elements were given up; {@link #pollLate()} returns them, should
	 * they be published all the same
	 */
	public int giveUpUnpublished(List<Object> target) {
		return 0;
	}

	/**
	 * Take an element that was published after it was given up.
	 * @return the element, or {@code null} if there is none
	 */
	public @Nullable Object pollLate() {
		return null;
	}

	/**
	 * Return whether more elements would be accepted now. Cheaper than to compare
	 * {@link #accepted()} and {@link #taken()} while there is room.
	 * @param elements how many elements, at least 1
	 * @return whether there is room for so many
	 */
	public boolean hasRoom(int elements) {
		return accepted() - taken() <= (long) capacity() - elements;
	}

	/**
	 * Return how many elements may wait.
	 * @return the capacity, {@link Integer#MAX_VALUE} if without limit
	 */
	public abstract int capacity();

	/**
	 * Return whether all that was claimed is taken. Compares the two counts and so sees a
	 * claim that is not published yet.
	 * @return whether nothing waits
	 */
	public final boolean isEmpty() {
		return taken() >= accepted();
	}

	/**
	 * Make room in a list before elements are taken for it, so that no error comes
	 * between the two.
	 * @param target the list
	 * @param more how many elements are to be added
	 */
	public static void makeRoom(List<Object> target, int more) {
		if (target instanceof ArrayList<Object> list) {
			list.ensureCapacity(target.size() + more);
		}
	}

}
