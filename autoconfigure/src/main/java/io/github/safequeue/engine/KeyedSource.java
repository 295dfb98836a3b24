/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.engine.KeyLine.Waiting;
import io.github.safequeue.engine.buffer.PaddedLong;
import io.github.safequeue.engine.buffer.QueueBuffer;

/**
 * Gives out what waits so that items of one key are handled in order and never at the
 * same time, and no item waits for another key while a worker is free.
 *
 * <p>
 * A worker that is free takes, under a lock that only workers and diagnostics use: a
 * retry that is due; else the oldest item of a key that has become free; else the oldest
 * item of the buffer. An item of the buffer whose key is busy moves to that key's line
 * and waits there. So no key has a worker, and none needs a thread. A batch that failed
 * part way gives up the keys of what is settled.
 *
 * <p>
 * Items count as waiting until their first call, in the buffer or with their key: the
 * buffer's limit is {@link #started()} and the capacity.
 *
 * <p>
 * Longer than most classes, so that all that happens under the lock is read in one place.
 */
final class KeyedSource extends WorkSource {

	private static final int SPINS_FOR_LOCK = 200;

	private static final long LOCK_MILLIS = 20;

	private final Function<Object, ?> key;

	private final PaddedLong started;

	/** Whether callers handle, to whom time passes at once. */
	private final boolean stepwise;

	private final ReentrantLock lock = new ReentrantLock();

	private final KeyLines lines = new KeyLines();

	/** {@code null} where nobody times. */
	private final @Nullable WaitSampler waits;

	private final WaitingRetries retries = new WaitingRetries();

	/** Taken from the buffer, and not placed yet. */
	private @Nullable Object next;

	/** Whether a worker reads the key of {@link #next}. */
	private boolean reading;

	/** Whether the queue is closed and what waited was taken. */
	private boolean drained;

	/** How many elements were placed. */
	private long index;

	/** Whether there is something to take that has left the buffer. */
	private volatile boolean anyReady;

	/** Create a source. */
	KeyedSource(QueueBuffer buffer, PaddedLong started, QueueSettings settings, Function<Object, ?> key) {
		super(buffer, settings.batchSize());
		this.started = started;
		this.key = key;
		this.stepwise = settings.stepwise();
		this.waits = (settings.timings() != null) ? new WaitSampler(buffer, true) : null;
	}

	@Override
	long started() {
		return this.started.get();
	}

	/**
	 * The key is read without the lock, by one worker at a time: it is code of the
	 * application. Meanwhile the item is in flight, so that a key function that never
	 * returns is seen and interrupted.
	 */
	@Override
	boolean take(InFlight inFlight) {
		Batch batch = (this.batchSize > 0) ? inFlight.nextBatch(this.batchSize) : null;
		Object element = null;
		Object key = null;
		do {
			lock();
			try {
				boolean more = (element != null) ? place(inFlight, element, key, batch) : takeReady(inFlight, batch);
				element = (more) ? nextElement(inFlight) : null;
			}
			catch (OutOfMemoryError ex) {
				inFlight.keyFailure = null;
				if (isEmpty(batch)) {
					inFlight.clear();
					throw ex;
				}
				// What has started is handled; the element stays next.
				element = null;
			}
			finally {
				noteReady();
				this.lock.unlock();
			}
			if (element != null) {
				key = readKey(inFlight, element);
			}
		}
		while (element != null);
		if (batch != null) {
			inFlight.assignNextBatch();
		}
		return inFlight.content() != null;
	}

	private static boolean isEmpty(@Nullable Batch batch) {
		return batch == null || batch.elements().isEmpty();
	}

	private @Nullable Object readKey(InFlight inFlight, Object element) {
		try {
			return this.key.apply(Envelope.itemOf(element));
		}
		catch (Throwable ex) {
			inFlight.keyFailure = ex;
			return null;
		}
	}

	/** Start a retry that is due, else what waits with free keys. */
	private boolean takeReady(InFlight inFlight, @Nullable Batch batch) {
		this.lines.release(inFlight);
		this.retries.awake(inFlight);
		if (this.retries.assignDue(inFlight)) {
			return false;
		}
		KeyLine line = this.lines.firstReady();
		while (line != null && mayStart(inFlight, batch)) {
			while (!line.isEmpty() && mayStart(inFlight, batch)) {
				makeRoom(batch);
				Waiting waiting = line.remove();
				start(inFlight, line, waiting, batch);
			}
			// Should the line not be empty, it is ready again when this call ends.
			this.lines.removeFirstReady();
			line = this.lines.firstReady();
		}
		return mayStart(inFlight, batch);
	}

	private boolean mayStart(InFlight inFlight, @Nullable Batch batch) {
		return (batch != null) ? batch.elements().size() < this.batchSize : inFlight.keys == null;
	}

	/** So that nothing is lost between its line and the batch. */
	private static void makeRoom(@Nullable Batch batch) {
		if (batch != null) {
			QueueBuffer.makeRoom(batch.elements(), 1);
		}
	}

	/** Start the next element, whose key was read, or let it wait with its key. */
	private boolean place(InFlight inFlight, Object element, @Nullable Object key, @Nullable Batch batch) {
		this.reading = false;
		KeyLine line = lineOf(inFlight, key);
		boolean unreadable = inFlight.keyFailure != null;
		if (unreadable && !isEmpty(batch)) {
			// It stays next, and is settled alone.
			inFlight.keyFailure = null;
			return false;
		}
		makeRoom(batch);
		inFlight.undeliverable = this.drained;
		// A key without an owner has items that wait while it is ready. Once drained, no
		// item waits any more.
		Waiting waiting = new Waiting(this.index, element, waitingSince(inFlight));
		if (unreadable || this.drained || line.owner == inFlight || (line.owner == null && line.isEmpty())) {
			start(inFlight, line, waiting, (unreadable) ? null : batch);
		}
		else {
			line.add(waiting);
			inFlight.clear();
		}
		this.next = null;
		this.index++;
		return !unreadable && !this.drained && mayStart(inFlight, batch);
	}

	/** An element whose key cannot be read, or not be compared, has a line of its own. */
	private KeyLine lineOf(InFlight inFlight, @Nullable Object key) {
		KeyLine line = null;
		if (inFlight.keyFailure == null) {
			try {
				line = this.lines.find(key);
			}
			catch (Throwable ex) {
				inFlight.keyFailure = ex;
			}
		}
		if (line != null) {
			return line;
		}
		return this.lines.begin((inFlight.keyFailure == null) ? key : new Object());
	}

	private void noteReady() {
		boolean any = this.lines.isAnyReady() || (this.next != null && !this.reading);
		if (any != this.anyReady) {
			this.anyReady = any;
		}
	}

	/** Held for a few instructions: worth a few spins. */
	private void lock() {
		for (int i = 0; i < SPINS_FOR_LOCK; i++) {
			if (this.lock.tryLock()) {
				return;
			}
			Thread.onSpinWait();
		}
		this.lock.lock();
	}

	/** An item counts as started, and its key as busy. */
	private void start(InFlight inFlight, KeyLine line, Waiting waiting, @Nullable Batch batch) {
		this.started.setRelease(this.started.get() + 1);
		if (line.owner == null) {
			line.owner = inFlight;
			line.ownedIndex = waiting.index();
			line.next = inFlight.keys;
			inFlight.keys = line;
		}
		line.lastPosition = (batch != null) ? batch.elements().size() : 0;
		if (waiting.since() != 0) {
			inFlight.waitingSince = waiting.since();
		}
		if (batch != null) {
			batch.elements().add(waiting.element());
		}
		else {
			inFlight.assign(waiting.element());
		}
	}

	/** Since when the next element has waited, where that was measured. */
	private long waitingSince(InFlight inFlight) {
		return (this.waits != null && this.waits.isNext())
				? this.waits.since(this.index + 1, inFlight.sampling.isSparse()) : 0;
	}

	@Override
	boolean measuresWaiting() {
		return true;
	}

	/**
	 * Take an element from the buffer, for one worker that then reads its key. In flight
	 * before the lock is free, so that closing waits for it.
	 */
	private @Nullable Object nextElement(InFlight inFlight) {
		if (this.reading || this.drained) {
			return null;
		}
		if (this.next == null) {
			this.next = this.buffer.pollAlone();
		}
		Object element = this.next;
		this.reading = element != null;
		if (element != null) {
			inFlight.assign(element);
		}
		return element;
	}

	@Override
	void release(InFlight inFlight) {
		if (inFlight.keys == null) {
			return;
		}
		lock();
		try {
			this.lines.release(inFlight);
			noteReady();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * What was settled meanwhile keeps no key. Once the queue is closed nothing waits
	 * here: a worker that looked at the run state before would start it again.
	 */
	@Override
	boolean callLater(InFlight inFlight, @Nullable Retry retry, long delayMillis) {
		Object content = inFlight.content();
		if (this.stepwise || content == null) {
			return false;
		}
		lock();
		try {
			if (this.buffer.isClosed()) {
				return false;
			}
			WaitingRetries.WaitingRetry waiting = this.retries.add(content, retry, delayMillis);
			waiting.keys = KeyLines.takeOver(inFlight, waiting, (content instanceof Batch batch) ? batch.from() : 0);
			return true;
		}
		catch (OutOfMemoryError ex) {
			return false;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	boolean hasWork() {
		return this.anyReady || !this.buffer.isEmpty() || this.retries.isDue();
	}

	@Override
	boolean hasMore() {
		return this.anyReady || !this.buffer.isEmpty() || this.retries.isUnattended();
	}

	@Override
	boolean waitsForRetries() {
		return this.retries.isAny() && !this.anyReady && this.buffer.isEmpty();
	}

	@Override
	long nanosUntilDue(InFlight worker) {
		return this.retries.nanosUntilDue(worker);
	}

	/** What was not placed yet waits in the order in which it was accepted. */
	@Override
	long oldestWaiting() {
		if (!tryLock()) {
			return OldestWaiting.UNKNOWN;
		}
		try {
			return (this.started.get() < this.index) ? Math.min(this.index, this.lines.oldestWaiting()) : this.index;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	boolean isTaken(long accepted) {
		if (!tryLock()) {
			return false;
		}
		try {
			return this.buffer.taken() >= accepted && this.index >= accepted && this.lines.isSettled(accepted);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** A key has an owner until its call has ended. */
	@Override
	boolean isTakenSettled() {
		return true;
	}

	@Override
	@Nullable Integer waitingBehind(InFlight inFlight) {
		if (!tryLock()) {
			return null;
		}
		try {
			int waiting = 0;
			for (KeyLine line = inFlight.keys; line != null; line = line.next) {
				waiting += line.size();
			}
			return waiting;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** For threads that must not wait long: a key function may block. */
	private boolean tryLock() {
		boolean interrupted = Thread.interrupted();
		try {
			return this.lock.tryLock(LOCK_MILLIS, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			interrupted = true;
			return false;
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	@Override
	void peek(List<Object> target) {
		this.lock.lock();
		try {
			target.addAll(this.lines.waiting());
			if (this.next != null) {
				target.add(this.next);
			}
			this.buffer.peek(target);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * All that needs memory comes first: what has left its line must be in the target. An
	 * element whose key is being read is left to the worker that reads it.
	 */
	@Override
	boolean drainTo(List<Object> target) {
		if (!tryLock()) {
			return false;
		}
		try {
			List<Object> found = new ArrayList<>();
			this.retries.forEachElement(found::add);
			int inRetry = found.size();
			found.addAll(this.lines.waiting());
			if (this.next != null && !this.reading) {
				found.add(this.next);
			}
			QueueBuffer.makeRoom(target, found.size());
			target.addAll(found);
			forgetAll();
			this.started.add(found.size() - inRetry);
			int polled = this.buffer.poll(target, Integer.MAX_VALUE);
			this.index += polled;
			this.started.add(polled);
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void forgetAll() {
		this.drained = this.buffer.isClosed();
		this.retries.clear();
		this.lines.clearWaiting();
		if (!this.reading && this.next != null) {
			this.next = null;
			this.index++;
		}
		noteReady();
	}

	@Override
	int giveUpUnpublished(List<Object> target) {
		lock();
		try {
			int before = target.size();
			int givenUp = super.giveUpUnpublished(target);
			int gone = target.size() - before + givenUp;
			this.index += gone;
			this.started.add(gone);
			return givenUp;
		}
		finally {
			this.lock.unlock();
		}
	}

}
