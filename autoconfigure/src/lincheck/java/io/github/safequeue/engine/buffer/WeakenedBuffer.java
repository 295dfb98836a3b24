/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine.buffer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;

/**
 * A bounded buffer that is made as {@link BoundedBuffer} is, from an admission word, a
 * JCTools queue and turns of the takers, and lacks one part of it, which the scenarios
 * must find.
 */
class WeakenedBuffer extends QueueBuffer {

	private static final VarHandle PLACE = MethodHandles.arrayElementVarHandle(Object[].class);

	private static final Object FILLER = "filler";

	private static final long CLOSED = Long.MIN_VALUE;

	/** What is taken away. */
	enum Without {

		/** Nothing: no scenario finds a defect. */
		NOTHING,

		/** Takers take side by side. */
		TURNS,

		/** An offer is admitted by a count that may have grown old. */
		COUNT_AT_THE_CLAIM,

		/** Closing is a word of its own. */
		CLOSING_ON_THE_CLAIMS,

		/** The number of claims is compared first, and closed then. */
		COMPARING_AT_THE_CLOSING,

		/** What is given up is collected beside takers. */
		TURN_OF_GIVING_UP,

		/** Unpublished places are filled and passed over. */
		UNPUBLISHED_PLACES,

		/** Submitters wait for takers. */
		LOCK_FREEDOM

	}

	private final Without without;

	private final int capacity;

	private final Places queue;

	private final PaddedLong claims = new PaddedLong();

	private final PaddedLong turn = new PaddedLong();

	private volatile boolean closed;

	private volatile List<Object> behindUnpublished;

	WeakenedBuffer(int capacity, Without without) {
		this.capacity = capacity;
		this.without = without;
		this.queue = new Places(capacity);
	}

	@Override
	public Admission offer(Object element) {
		for (;;) {
			long claims = this.claims.get();
			if (claims < 0 || this.closed) {
				return Admission.CLOSED;
			}
			if (claims - this.queue.currentConsumerIndex() >= this.capacity) {
				return Admission.FULL;
			}
			if (this.without == Without.COUNT_AT_THE_CLAIM) {
				this.claims.add(1);
			}
			else if (!this.claims.compareAndSet(claims, claims + 1)) {
				continue;
			}
			while (this.without == Without.LOCK_FREEDOM && this.turn.get() != 0) {
				Thread.onSpinWait();
			}
			this.queue.offer(element);
			return Admission.ACCEPTED;
		}
	}

	@Override
	public Object poll() {
		boolean inTurn = this.without != Without.TURNS;
		if (inTurn) {
			beginTurn();
		}
		Object element = (this.behindUnpublished == null) ? this.queue.relaxedPoll() : null;
		if (inTurn) {
			this.turn.set(0);
		}
		return element;
	}

	private void beginTurn() {
		while (!this.turn.compareAndSet(0, 1)) {
			Thread.onSpinWait();
		}
	}

	@Override
	public int poll(List<Object> target, int max) {
		int taken = 0;
		Object element = null;
		while (taken < max && (element = poll()) != null) {
			target.add(element);
			taken++;
		}
		return taken;
	}

	@Override
	public void peek(List<Object> target) {
		this.queue.iterator().forEachRemaining(target::add);
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
		return switch (this.without) {
			case CLOSING_ON_THE_CLAIMS -> {
				this.closed |= accepted() == accepted;
				yield this.closed;
			}
			case COMPARING_AT_THE_CLOSING -> {
				if (accepted() == accepted) {
					close();
				}
				yield this.claims.get() < 0;
			}
			default -> this.claims.compareAndSet(accepted, accepted | CLOSED) || this.claims.get() < 0;
		};
	}

	@Override
	public void close() {
		if (this.without == Without.CLOSING_ON_THE_CLAIMS) {
			this.closed = true;
			return;
		}
		long claims = this.claims.get();
		while (claims >= 0 && !this.claims.compareAndSet(claims, claims | CLOSED)) {
			claims = this.claims.get();
		}
	}

	@Override
	public boolean isClosed() {
		return this.closed || this.claims.get() < 0;
	}

	@Override
	public void reopen() {
		this.closed = false;
		this.claims.set(accepted());
	}

	@Override
	public int giveUpUnpublished(List<Object> target) {
		boolean inTurn = this.without != Without.TURN_OF_GIVING_UP;
		if (inTurn) {
			beginTurn();
		}
		List<Object> found = new ArrayList<>();
		int missing = (this.without == Without.UNPUBLISHED_PLACES) ? passOver(found) : lookBehind(found);
		this.behindUnpublished = found;
		target.addAll(found);
		if (inTurn) {
			this.turn.set(0);
		}
		return missing;
	}

	private int lookBehind(List<Object> found) {
		peek(found);
		return (int) (accepted() - this.queue.currentConsumerIndex()) - found.size();
	}

	private int passOver(List<Object> found) {
		long first = this.queue.currentConsumerIndex();
		while (this.queue.currentConsumerIndex() < this.queue.currentProducerIndex()) {
			boolean filled = this.queue.fillFirst();
			Object element = this.queue.relaxedPoll();
			if (!filled) {
				found.add(element);
			}
		}
		return (int) (accepted() - first) - found.size();
	}

	/** Passed over places hold what was published late. */
	@Override
	public Object pollLate() {
		if (this.without == Without.UNPUBLISHED_PLACES) {
			return this.queue.takeAny();
		}
		List<Object> late = new ArrayList<>();
		peek(late);
		late.removeAll(this.behindUnpublished);
		if (late.isEmpty()) {
			return null;
		}
		this.behindUnpublished.add(late.get(0));
		return late.get(0);
	}

	@Override
	public int capacity() {
		return this.capacity;
	}

	/** A JCTools queue whose places are seen. */
	private static final class Places extends MpscVarHandleArrayQueue<Object> {

		Places(int capacity) {
			super(capacity);
		}

		boolean fillFirst() {
			return PLACE.compareAndSet(this.buffer, (int) (currentConsumerIndex() & this.mask), null, FILLER);
		}

		Object takeAny() {
			for (int i = 0; i < this.buffer.length; i++) {
				Object element = PLACE.getAndSet(this.buffer, i, null);
				if (element != null) {
					return element;
				}
			}
			return null;
		}

	}

}
