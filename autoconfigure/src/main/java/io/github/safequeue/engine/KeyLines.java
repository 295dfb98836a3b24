/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The keys that have an owner or items that wait, and those of them that are ready: they
 * have items and no owner. Guarded by the lock of its {@link KeyedSource}.
 */
final class KeyLines {

	private final Map<@Nullable Object, KeyLine> lines = new HashMap<>();

	private final ArrayDeque<KeyLine> ready = new ArrayDeque<>();

	/** The key with the oldest item that waits, when that was last asked. */
	private @Nullable KeyLine oldest;

	private long oldestIndex;

	/** Find the line of a key. */
	@Nullable KeyLine find(@Nullable Object key) {
		return this.lines.get(key);
	}

	/** Begin a line. */
	KeyLine begin(@Nullable Object key) {
		KeyLine line = new KeyLine(key);
		this.lines.put(key, line);
		return line;
	}

	/** Let others have the keys of a call that ended. */
	void release(InFlight inFlight) {
		KeyLine line = inFlight.keys;
		while (line != null) {
			// First: without memory for it, nothing has changed.
			if (line.isEmpty()) {
				forget(line);
			}
			else {
				this.ready.add(line);
			}
			KeyLine following = line.next;
			line.next = null;
			line.owner = null;
			line = following;
			inFlight.keys = line;
		}
	}

	/**
	 * Give the keys of a call to another owner, and return these, linked. The call keeps
	 * those of which all items in its batch are settled.
	 * @param from where in the batch the first item stands that is not settled
	 */
	static @Nullable KeyLine takeOver(InFlight inFlight, Object owner, int from) {
		KeyLine taken = null;
		KeyLine left = null;
		KeyLine line = inFlight.keys;
		while (line != null) {
			KeyLine following = line.next;
			if (line.lastPosition >= from) {
				line.owner = owner;
				line.next = taken;
				taken = line;
			}
			else {
				line.next = left;
				left = line;
			}
			line = following;
		}
		inFlight.keys = left;
		return taken;
	}

	/** What an application's {@code equals} throws now leaves a line without owner. */
	private void forget(KeyLine line) {
		try {
			this.lines.remove(line.key);
		}
		catch (Throwable ex) {
			// The next item of an equal key finds the line.
		}
	}

	boolean isAnyReady() {
		return !this.ready.isEmpty();
	}

	/** Return the key that has been ready longest. */
	@Nullable KeyLine firstReady() {
		return this.ready.peek();
	}

	void removeFirstReady() {
		this.ready.remove();
	}

	/** Return whether nothing that was accepted first waits or has an owner. */
	boolean isSettled(long accepted) {
		return this.lines.values().stream().allMatch((line) -> line.oldestIndex() >= accepted);
	}

	/**
	 * Return when the oldest item was accepted that waits with its key. What comes later
	 * is younger, so all are looked at only when the one that was found has gone.
	 */
	long oldestWaiting() {
		KeyLine oldest = this.oldest;
		if (oldest == null || oldest.firstIndex() != this.oldestIndex) {
			this.oldest = null;
			this.oldestIndex = Long.MAX_VALUE;
			for (KeyLine line : this.lines.values()) {
				if (line.firstIndex() < this.oldestIndex) {
					this.oldest = line;
					this.oldestIndex = line.firstIndex();
				}
			}
		}
		return this.oldestIndex;
	}

	/** Return what waits with its key. */
	List<Object> waiting() {
		List<KeyLine.Waiting> all = new ArrayList<>();
		this.lines.values().forEach((line) -> line.addTo(all));
		all.sort(Comparator.comparingLong(KeyLine.Waiting::index));
		return all.stream().map(KeyLine.Waiting::element).toList();
	}

	/** Forget what waits. */
	void clearWaiting() {
		this.lines.values().forEach(KeyLine::clear);
		this.ready.clear();
	}

}
