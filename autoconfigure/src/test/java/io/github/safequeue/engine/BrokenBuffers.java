/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;

import io.github.safequeue.engine.buffer.Admission;
import io.github.safequeue.engine.buffer.QueueBuffer;
import io.github.safequeue.engine.buffer.QueueBuffers;

/**
 * Buffers with one defect each, which the tests must find.
 */
final class BrokenBuffers {

	private BrokenBuffers() {
	}

	/** Passes everything on. */
	abstract static class Delegating extends QueueBuffer {

		final QueueBuffer target;

		Delegating(QueueBuffer target) {
			this.target = target;
		}

		@Override
		public Admission offer(Object item) {
			return this.target.offer(item);
		}

		@Override
		public Object poll() {
			return this.target.poll();
		}

		@Override
		public int poll(List<Object> target, int max) {
			return this.target.poll(target, max);
		}

		@Override
		public void peek(List<Object> target) {
			this.target.peek(target);
		}

		@Override
		public long accepted() {
			return this.target.accepted();
		}

		@Override
		public long taken() {
			return this.target.taken();
		}

		@Override
		public boolean closeAt(long accepted) {
			return this.target.closeAt(accepted);
		}

		@Override
		public void close() {
			this.target.close();
		}

		@Override
		public boolean isClosed() {
			return this.target.isClosed();
		}

		@Override
		public void reopen() {
			this.target.reopen();
		}

		@Override
		public int giveUpUnpublished(List<Object> target) {
			return this.target.giveUpUnpublished(target);
		}

		@Override
		public Object pollLate() {
			return this.target.pollLate();
		}

		@Override
		public boolean isHeadUnpublished() {
			return this.target.isHeadUnpublished();
		}

		@Override
		public int capacity() {
			return this.target.capacity();
		}

	}

	/** Closes by a flag that submitters look at before they claim. */
	static final class ClosesWithoutCompareAndSet extends Delegating {

		private final Runnable between;

		private volatile boolean closed;

		ClosesWithoutCompareAndSet(Runnable between) {
			super(QueueBuffers.bounded(16));
			this.between = between;
		}

		@Override
		public Admission offer(Object item) {
			return (this.closed) ? Admission.CLOSED : super.offer(item);
		}

		@Override
		public boolean closeAt(long accepted) {
			if (accepted() == accepted) {
				this.between.run();
				this.closed = true;
			}
			return this.closed;
		}

		@Override
		public void close() {
			this.closed = true;
		}

	}

	/** Publishes by a method call, which a stack overflow can prevent. */
	static final class PublishesByMethodCall extends Delegating {

		private final AtomicReferenceArray<Object> places = new AtomicReferenceArray<>(1 << 20);

		private final AtomicLong claims = new AtomicLong();

		private final AtomicLong taken = new AtomicLong();

		PublishesByMethodCall() {
			super(QueueBuffers.unbounded());
		}

		@Override
		public Admission offer(Object item) {
			long index = this.claims.get();
			while (index >= 0 && !this.claims.compareAndSet(index, index + 1)) {
				index = this.claims.get();
			}
			if (index < 0) {
				return Admission.CLOSED;
			}
			this.places.lazySet((int) index, item);
			return Admission.ACCEPTED;
		}

		@Override
		public Object poll() {
			long index = this.taken.get();
			Object item = this.places.get((int) index);
			return (item != null && this.taken.compareAndSet(index, index + 1)) ? item : null;
		}

		@Override
		public long accepted() {
			return this.claims.get() & Long.MAX_VALUE;
		}

		@Override
		public long taken() {
			return this.taken.get();
		}

	}

	/** Claims and leaves the element in a queue of JCTools, on whatever stack is left. */
	static final class OffersWithoutReserve extends Delegating {

		private final MpscVarHandleArrayQueue<Object> queue = new MpscVarHandleArrayQueue<>(1 << 20);

		private final AtomicLong claims = new AtomicLong();

		OffersWithoutReserve() {
			super(QueueBuffers.unbounded());
		}

		@Override
		public Admission offer(Object item) {
			this.claims.getAndIncrement();
			this.queue.offer(item);
			return Admission.ACCEPTED;
		}

		@Override
		public Object poll() {
			return this.queue.relaxedPoll();
		}

		@Override
		public long accepted() {
			return this.claims.get();
		}

		@Override
		public long taken() {
			return this.queue.currentConsumerIndex();
		}

	}

	/** Counts what it accepts by a method call before it publishes. */
	static final class CountsBetweenClaimAndPublication extends Delegating {

		private final Object[] places = new Object[1 << 20];

		private final AtomicLong claims = new AtomicLong();

		private final LongAdder accepted = new LongAdder();

		private final AtomicLong taken = new AtomicLong();

		CountsBetweenClaimAndPublication() {
			super(QueueBuffers.unbounded());
		}

		@Override
		public Admission offer(Object item) {
			int index = (int) this.claims.getAndIncrement();
			this.accepted.increment();
			this.places[index] = item;
			return Admission.ACCEPTED;
		}

		@Override
		public Object poll() {
			long index = this.taken.get();
			VarHandle.acquireFence();
			Object item = this.places[(int) index];
			return (item != null && this.taken.compareAndSet(index, index + 1)) ? item : null;
		}

		@Override
		public long accepted() {
			return this.claims.get();
		}

		@Override
		public long taken() {
			return this.taken.get();
		}

	}

	/** Keeps a second count of what it accepted. */
	static final class CountsAfterPublication extends Delegating {

		private final LongAdder accepted = new LongAdder();

		CountsAfterPublication() {
			super(QueueBuffers.unbounded());
		}

		@Override
		public Admission offer(Object item) {
			Admission answer = super.offer(item);
			if (answer == Admission.ACCEPTED) {
				this.accepted.increment();
			}
			return answer;
		}

		@Override
		public long accepted() {
			return this.accepted.sum();
		}

	}

	/** One place, which a taker clears after it has moved on. */
	static final class ClearsAfterMovingOn extends Delegating {

		private final AtomicLong claims = new AtomicLong();

		private final AtomicLong taken = new AtomicLong();

		private volatile Object place;

		ClearsAfterMovingOn() {
			super(QueueBuffers.unbounded());
		}

		@Override
		public Admission offer(Object item) {
			long index = this.claims.get();
			while (index >= 0) {
				if (index > this.taken.get()) {
					return Admission.FULL;
				}
				if (this.claims.compareAndSet(index, index + 1)) {
					this.place = item;
					return Admission.ACCEPTED;
				}
				index = this.claims.get();
			}
			return Admission.CLOSED;
		}

		@Override
		public Object poll() {
			long index = this.taken.get();
			Object item = this.place;
			if (item == null || !this.taken.compareAndSet(index, index + 1)) {
				return null;
			}
			this.place = null;
			return item;
		}

	}

}
