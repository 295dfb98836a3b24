/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine.buffer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * A bounded buffer: an admission word that decides, and a JCTools queue that stores.
 *
 * <p>
 * A submitter is admitted by one compare-and-set of the number of claims, up to a limit
 * that is looked up only when it is reached. The sign bit of that word says closed. An
 * admitted element is then offered to the JCTools queue, which always has room: it has a
 * place for each element that may wait, and takers free places before they release them.
 *
 * <p>
 * {@link StackReserve} makes sure that no stack overflow comes between the claim and the
 * publication. A submitter that is stopped between the two holds up what stands behind
 * it; {@link #giveUpUnpublished} is the way on once the buffer is closed.
 *
 * <p>
 * The JCTools queue has one consumer at a time. Several takers take turns by a word of
 * their own; submitters never wait for it. Methods of JCTools that wait for a claimed
 * place to be filled ({@code poll}, {@code peek}) are not used.
 *
 * <p>
 * Invariant: taken &lt;= released &lt;= claims &lt;= limit &lt;= released + capacity,
 * where {@code released} is {@code taken} unless set otherwise.
 */
final class BoundedBuffer extends QueueBuffer {

	private static final long CLOSED = Long.MIN_VALUE;

	private static final long FREE = 0;

	private static final long TAKING = 1;

	/** Fewer would share a few cache lines that submitters and worker both write. */
	private static final int FEWEST_PLACES = 256;

	private static final int SPINS_FOR_TURN = 100;

	private static final long NAP_FOR_TURN_NANOS = 10_000;

	private final int capacity;

	final MpscVarHandleArrayQueue<Object> queue;

	private final @Nullable LongSupplier released;

	/** How many elements were admitted. Negative once closed. */
	final PaddedLong claims = new PaddedLong();

	/** Up to how many claims there is room, as far as a submitter has looked. */
	private final PaddedLong limit = new PaddedLong();

	final PaddedLong turn = new PaddedLong();

	/** What was taken from behind unpublished elements: the queue cannot free it. */
	private volatile @Nullable List<Object> behindUnpublished;

	BoundedBuffer(int capacity, @Nullable LongSupplier released) {
		this(capacity, released, Math.max(capacity, FEWEST_PLACES));
	}

	BoundedBuffer(int capacity, @Nullable LongSupplier released, int places) {
		if (capacity < 1 || capacity > MAX_CAPACITY) {
			throw new IllegalArgumentException("capacity must be between 1 and " + MAX_CAPACITY);
		}
		this.capacity = capacity;
		this.released = released;
		this.queue = new MpscVarHandleArrayQueue<>(places);
		this.limit.set(capacity);
	}

	@Override
	public Admission offer(Object element) {
		StackReserve.ensure();
		for (;;) {
			long claims = this.claims.get();
			if (claims < 0) {
				return Admission.CLOSED;
			}
			if (claims >= this.limit.get() && !findRoom(claims)) {
				if (claims == this.claims.get()) {
					return Admission.FULL;
				}
			}
			else if (this.claims.compareAndSet(claims, claims + 1)) {
				this.queue.offer(element);
				return Admission.ACCEPTED;
			}
		}
	}

	/** Move the limit to what was released. */
	private boolean findRoom(long claims) {
		long limit = released() + this.capacity;
		if (limit > this.limit.get()) {
			// A racing submitter may store a smaller limit; it is only looked up sooner.
			// Release: a submitter that reads it sees the places before it as freed.
			this.limit.setRelease(limit);
		}
		return limit > claims;
	}

	/**
	 * Acquire, in both cases: a place that is released is seen as freed. Pairs with the
	 * release store of the consumer index in the JCTools queue.
	 */
	private long released() {
		LongSupplier released = this.released;
		return (released != null) ? released.getAsLong() : this.queue.currentConsumerIndex();
	}

	@Override
	public boolean hasRoom(int elements) {
		long last = accepted() + elements - 1;
		return last < this.limit.get() || findRoom(last);
	}

	@Override
	public @Nullable Object pollAlone() {
		return this.queue.relaxedPoll();
	}

	@Override
	public @Nullable Object poll() {
		while (awaitElement()) {
			// Acquire pairs with the release below: the consumer index of the last taker.
			if (this.turn.compareAndSet(FREE, TAKING)) {
				Object element = pollInTurn();
				this.turn.setRelease(FREE);
				if (element != null) {
					return element;
				}
			}
		}
		return null;
	}

	/**
	 * A batch is taken in one turn. The room for it is made before: no error may come
	 * between taking an element and adding it to the list.
	 */
	@Override
	public int poll(List<Object> target, int max) {
		while (awaitElement()) {
			int most = (int) Math.min(max, accepted() - taken());
			makeRoom(target, most);
			if (this.turn.compareAndSet(FREE, TAKING)) {
				int taken = 0;
				Object element = null;
				while (taken < most && (element = pollInTurn()) != null) {
					target.add(element);
					taken++;
				}
				this.turn.setRelease(FREE);
				if (taken > 0) {
					return taken;
				}
			}
		}
		return 0;
	}

	private @Nullable Object pollInTurn() {
		return (this.behindUnpublished == null) ? this.queue.relaxedPoll() : null;
	}

	/**
	 * Wait until no other taker has its turn, which lasts a few instructions, and look
	 * whether there is an element. An empty queue costs no compare-and-set.
	 */
	private boolean awaitElement() {
		StackReserve.ensure();
		long index;
		do {
			awaitTurn();
			index = this.queue.currentConsumerIndex();
			if (this.behindUnpublished != null) {
				return false;
			}
			if (this.queue.relaxedPeek() != null) {
				return true;
			}
			// Another taker may have emptied the place at which this one looked.
		}
		while (this.turn.get() != FREE || index != this.queue.currentConsumerIndex());
		return false;
	}

	private void awaitTurn() {
		for (int tries = 0; this.turn.get() != FREE; tries++) {
			if (tries < SPINS_FOR_TURN) {
				Thread.onSpinWait();
			}
			else {
				// The operating system may have stopped the other taker: let it go on.
				LockSupport.parkNanos(this, NAP_FOR_TURN_NANOS);
			}
		}
	}

	@Override
	public void peek(List<Object> target) {
		if (this.behindUnpublished == null) {
			this.queue.iterator().forEachRemaining(target::add);
		}
	}

	@Override
	public long accepted() {
		return this.claims.get() & Long.MAX_VALUE;
	}

	@Override
	public long taken() {
		return (this.behindUnpublished != null) ? accepted() : this.queue.currentConsumerIndex();
	}

	@Override
	public boolean closeAt(long accepted) {
		return this.claims.compareAndSet(accepted, accepted | CLOSED) || this.claims.get() < 0;
	}

	@Override
	public void close() {
		long claims = this.claims.get();
		while (claims >= 0 && !this.claims.compareAndSet(claims, claims | CLOSED)) {
			claims = this.claims.get();
		}
	}

	@Override
	public boolean isClosed() {
		return this.claims.get() < 0;
	}

	@Override
	public void reopen() {
		this.claims.set(accepted());
	}

	@Override
	public boolean isHeadUnpublished() {
		return !isEmpty() && this.queue.relaxedPeek() == null;
	}

	/**
	 * The queue's own consumer index never moves again: a submitter may still fill its
	 * place at any time, and a place that is passed over would be filled in the next
	 * round.
	 */
	@Override
	public int giveUpUnpublished(List<Object> target) {
		while (!this.turn.compareAndSet(FREE, TAKING)) {
			awaitTurn();
		}
		try {
			List<Object> found = new ArrayList<>();
			this.queue.iterator().forEachRemaining(found::add);
			makeRoom(target, found.size());
			int missing = (int) (accepted() - this.queue.currentConsumerIndex()) - found.size();
			this.behindUnpublished = found;
			target.addAll(found);
			return missing;
		}
		finally {
			this.turn.setRelease(FREE);
		}
	}

	/**
	 * What the queue holds now and did not hold before. Equal references are as good as
	 * one another.
	 */
	@Override
	public @Nullable Object pollLate() {
		List<Object> known = this.behindUnpublished;
		if (known == null) {
			return null;
		}
		List<Object> now = new ArrayList<>();
		this.queue.iterator().forEachRemaining(now::add);
		int same = 0;
		while (same < known.size() && known.get(same) == now.get(same)) {
			same++;
		}
		if (same == now.size()) {
			return null;
		}
		Object late = now.get(same);
		known.add(same, late);
		return late;
	}

	@Override
	public int capacity() {
		return this.capacity;
	}

}
