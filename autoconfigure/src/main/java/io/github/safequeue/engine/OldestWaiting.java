/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Since when the oldest item has waited, to a second. Submitters and workers do nothing
 * for it: the watchdog notes now and then how many items were accepted by then, and keeps
 * the notes of items that wait. So there are never more notes than items. Used by the
 * watchdog; {@link #nanos(long)} may be called by any thread.
 */
final class OldestWaiting {

	/** Stands for an index that could not be read at once. */
	static final long UNKNOWN = -1;

	private static final long BETWEEN_NOTES_NANOS = 500_000_000;

	private static final long NOTHING = 0;

	private final WorkSource source;

	private final Deque<Note> notes = new ArrayDeque<>();

	private volatile long since = NOTHING;

	OldestWaiting(WorkSource source) {
		this.source = source;
	}

	/** Look at what waits. */
	void look(long now) {
		long accepted = this.source.buffer.accepted();
		long oldest = this.source.oldestWaiting();
		if (oldest != UNKNOWN) {
			note(accepted, oldest, now);
		}
	}

	/**
	 * Note a moment.
	 * @param accepted how many items were accepted by now
	 * @param oldest how many items were accepted before the oldest that waits
	 * @param now the moment
	 */
	void note(long accepted, long oldest, long now) {
		Note first = this.notes.peekFirst();
		while (first != null && first.accepted() <= oldest) {
			this.notes.removeFirst();
			first = this.notes.peekFirst();
		}
		Note last = this.notes.peekLast();
		if ((last == null) ? accepted > oldest : accepted > last.accepted() && now - last.at() >= BETWEEN_NOTES_NANOS) {
			this.notes.addLast(new Note(accepted, now));
		}
		first = this.notes.peekFirst();
		// Odd, since 0 stands for nothing.
		this.since = (first != null) ? first.at() | 1 : NOTHING;
	}

	/** Return how long the oldest item has waited, 0 if none waits. */
	long nanos(long now) {
		long since = this.since;
		return (since != NOTHING) ? Math.max(0, now - since) : 0;
	}

	/**
	 * How many items were accepted at a moment.
	 *
	 * @param accepted their number
	 * @param at the moment
	 */
	private record Note(long accepted, long at) {
	}

}
