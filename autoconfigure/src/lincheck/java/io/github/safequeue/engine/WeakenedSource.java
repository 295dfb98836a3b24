/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

import io.github.safequeue.engine.buffer.PaddedLong;
import io.github.safequeue.engine.buffer.QueueBuffer;

/**
 * Gives out items by key as {@link KeyedSource} does, one by one, and lacks one part of
 * it, which the scenarios must find.
 */
final class WeakenedSource extends WorkSource {

	/** What is taken away. */
	enum Without {

		/** Nothing: no scenario finds a defect. */
		NOTHING,

		/** A key is released beside workers that take. */
		LOCK_OF_THE_RELEASE,

		/** What waits for its next attempt leaves its key to others. */
		KEYS_OF_RETRIES,

		/** An item whose key is busy holds up those behind it. */
		ROOM_BESIDE_THE_BUFFER

	}

	private final Without without;

	private final Function<Object, ?> key;

	private final PaddedLong started;

	private final Map<Object, KeyLine> lines = new HashMap<>();

	private final ArrayDeque<KeyLine> ready = new ArrayDeque<>();

	private final ArrayDeque<Waiting> retries = new ArrayDeque<>();

	private volatile Object next;

	private long index;

	private volatile boolean anyReady;

	WeakenedSource(QueueBuffer buffer, PaddedLong started, Function<Object, ?> key, Without without) {
		super(buffer, 0);
		this.started = started;
		this.key = key;
		this.without = without;
	}

	@Override
	long started() {
		return this.started.get();
	}

	@Override
	boolean take(InFlight inFlight) {
		if (this.without == Without.LOCK_OF_THE_RELEASE) {
			releaseKey(inFlight);
		}
		synchronized (this) {
			releaseKey(inFlight);
			assignRetry(inFlight);
			if (inFlight.content() == null) {
				assignReady(inFlight);
			}
			while (inFlight.content() == null && place(inFlight)) {
				Thread.onSpinWait();
			}
			this.anyReady = !this.retries.isEmpty() || !this.ready.isEmpty();
			return inFlight.content() != null;
		}
	}

	private void assignRetry(InFlight inFlight) {
		Waiting waiting = this.retries.poll();
		if (waiting != null) {
			inFlight.retry = waiting.retry();
			own(inFlight, waiting.line());
			inFlight.assign(waiting.content());
		}
	}

	private void assignReady(InFlight inFlight) {
		KeyLine line = this.ready.poll();
		if (line != null) {
			own(inFlight, line);
			this.started.add(1);
			inFlight.assign(line.remove().element());
		}
	}

	/** Place the next element, and return whether there was one that could be placed. */
	private boolean place(InFlight inFlight) {
		Object element = (this.next != null) ? this.next : this.buffer.pollAlone();
		this.next = null;
		if (element == null) {
			return false;
		}
		KeyLine line = this.lines.computeIfAbsent(this.key.apply(element), KeyLine::new);
		if (line.owner == null && line.isEmpty()) {
			own(inFlight, line);
			this.started.add(1);
			inFlight.assign(element);
		}
		else if (this.without == Without.ROOM_BESIDE_THE_BUFFER) {
			this.next = element;
			return false;
		}
		else {
			line.add(new KeyLine.Waiting(this.index++, element, 0));
		}
		return true;
	}

	private static void own(InFlight inFlight, KeyLine line) {
		line.owner = inFlight;
		inFlight.keys = line;
	}

	@Override
	synchronized void release(InFlight inFlight) {
		releaseKey(inFlight);
		this.anyReady = !this.retries.isEmpty() || !this.ready.isEmpty();
	}

	private void releaseKey(InFlight inFlight) {
		KeyLine line = inFlight.keys;
		if (line == null) {
			return;
		}
		inFlight.keys = null;
		boolean empty = line.isEmpty();
		if (empty) {
			this.lines.remove(line.key);
		}
		line.owner = null;
		if (!empty) {
			this.ready.add(line);
		}
	}

	@Override
	synchronized boolean callLater(InFlight inFlight, Retry retry, long delayMillis) {
		KeyLine line = inFlight.keys;
		this.retries.add(new Waiting(retry, inFlight.content(), line));
		if (this.without == Without.KEYS_OF_RETRIES) {
			releaseKey(inFlight);
		}
		else {
			line.owner = retry;
			inFlight.keys = null;
		}
		this.anyReady = true;
		return true;
	}

	@Override
	boolean hasWork() {
		return this.anyReady || (this.next == null && !this.buffer.isEmpty());
	}

	@Override
	boolean hasMore() {
		return hasWork();
	}

	/**
	 * What waits for its next attempt.
	 *
	 * @param retry how far the attempts have come
	 * @param content the item
	 * @param line its key
	 */
	private record Waiting(Retry retry, Object content, KeyLine line) {
	}

}
