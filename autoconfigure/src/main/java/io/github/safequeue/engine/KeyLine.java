/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.ArrayDeque;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One key of which something is in flight, between attempts or waiting, and the items
 * that wait with it. Guarded by the lock of its {@link KeyedSource}.
 */
final class KeyLine {

	final @Nullable Object key;

	/** What waits with this key, oldest first. Most keys have nothing that waits. */
	private @Nullable ArrayDeque<Waiting> waiting;

	/** The call or the waiting retry that has the key, {@code null} if none has. */
	@Nullable Object owner;

	/** When the oldest item was accepted that the owner has. */
	long ownedIndex;

	/** Where in its batch the last item stands that the owner has. */
	int lastPosition;

	/** The next key of the same owner. */
	@Nullable KeyLine next;

	KeyLine(@Nullable Object key) {
		this.key = key;
	}

	/** Give keys, linked, another owner. */
	static void own(@Nullable KeyLine keys, Object owner) {
		for (KeyLine line = keys; line != null; line = line.next) {
			line.owner = owner;
		}
	}

	boolean isEmpty() {
		ArrayDeque<Waiting> waiting = this.waiting;
		return waiting == null || waiting.isEmpty();
	}

	int size() {
		ArrayDeque<Waiting> waiting = this.waiting;
		return (waiting != null) ? waiting.size() : 0;
	}

	void add(Waiting element) {
		ArrayDeque<Waiting> waiting = this.waiting;
		if (waiting == null) {
			waiting = new ArrayDeque<>();
			this.waiting = waiting;
		}
		waiting.add(element);
	}

	Waiting remove() {
		ArrayDeque<Waiting> waiting = this.waiting;
		if (waiting == null) {
			throw new IllegalStateException("Nothing waits");
		}
		return waiting.remove();
	}

	void addTo(List<Waiting> target) {
		ArrayDeque<Waiting> waiting = this.waiting;
		if (waiting != null) {
			target.addAll(waiting);
		}
	}

	void clear() {
		this.waiting = null;
	}

	/** Return when the oldest item of this key was accepted that is not settled. */
	long oldestIndex() {
		return (this.owner != null) ? this.ownedIndex : firstIndex();
	}

	/** Return when the oldest item was accepted that waits with this key. */
	long firstIndex() {
		ArrayDeque<Waiting> waiting = this.waiting;
		Waiting first = (waiting != null) ? waiting.peek() : null;
		return (first != null) ? first.index() : Long.MAX_VALUE;
	}

	/**
	 * An element that waits with its key.
	 *
	 * @param index how many elements were accepted before it
	 * @param element the item or envelope
	 * @param since since when it has waited, as a value of {@link System#nanoTime()}, 0
	 * where that was not measured
	 */
	record Waiting(long index, Object element, long since) {
	}

}
