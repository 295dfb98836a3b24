package io.github.safequeue.engine;

import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Inboxes with one defect each, which the tests must find.
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
		int offer(Object item) {
			return this.target.offer(item);
		}

		@Override
		Object poll() {
			return this.target.poll();
		}

		@Override
		int poll(List<Object> target, int max) {
			return this.target.poll(target, max);
		}

		@Override
		void peek(List<Object> target) {
			this.target.peek(target);
		}

		@Override
		long accepted() {
			return this.target.accepted();
		}

		@Override
		long taken() {
			return this.target.taken();
		}

		@Override
		boolean closeAt(long accepted) {
			return this.target.closeAt(accepted);
		}

		@Override
		void close() {
			this.target.close();
		}

		@Override
		void reopen() {
			this.target.reopen();
		}

		@Override
		long skipUnpublished() {
			return this.target.skipUnpublished();
		}

		@Override
		Object pollSkipped(long index) {
			return this.target.pollSkipped(index);
		}

		@Override
		boolean isHeadUnpublished() {
			return this.target.isHeadUnpublished();
		}

		@Override
		int capacity() {
			return this.target.capacity();
		}

	}

	/** Closes by a flag that submitters look at before they claim. */
	static final class ClosesWithoutCompareAndSet extends Delegating {

		private final Runnable between;

		private volatile boolean closed;

		ClosesWithoutCompareAndSet(Runnable between) {
			super(new RingBuffer(16));
			this.between = between;
		}

		@Override
		int offer(Object item) {
			return (this.closed) ? CLOSED : super.offer(item);
		}

		@Override
		boolean closeAt(long accepted) {
			if (accepted() == accepted) {
				this.between.run();
				this.closed = true;
			}
			return this.closed;
		}

		@Override
		void close() {
			this.closed = true;
		}

	}

	/** Publishes by a method call, which a stack overflow can prevent. */
	static final class PublishesByMethodCall extends Delegating {

		private final AtomicReferenceArray<Object> places = new AtomicReferenceArray<>(1 << 20);

		private final AtomicLong claims = new AtomicLong();

		private final AtomicLong taken = new AtomicLong();

		PublishesByMethodCall() {
			super(new LinkedBuffer());
		}

		@Override
		int offer(Object item) {
			long index = this.claims.get();
			while (index >= 0 && !this.claims.compareAndSet(index, index + 1)) {
				index = this.claims.get();
			}
			if (index < 0) {
				return CLOSED;
			}
			this.places.lazySet((int) index, item);
			return ACCEPTED;
		}

		@Override
		Object poll() {
			long index = this.taken.get();
			Object item = this.places.get((int) index);
			return (item != null && this.taken.compareAndSet(index, index + 1)) ? item : null;
		}

		@Override
		long accepted() {
			return this.claims.get() & Long.MAX_VALUE;
		}

		@Override
		long taken() {
			return this.taken.get();
		}

	}

	/** Counts what it accepts by a method call before it publishes. */
	static final class CountsBetweenClaimAndPublication extends Delegating {

		private final Object[] places = new Object[1 << 20];

		private final AtomicLong claims = new AtomicLong();

		private final LongAdder accepted = new LongAdder();

		private final AtomicLong taken = new AtomicLong();

		CountsBetweenClaimAndPublication() {
			super(new LinkedBuffer());
		}

		@Override
		int offer(Object item) {
			int index = (int) this.claims.getAndIncrement();
			this.accepted.increment();
			this.places[index] = item;
			return ACCEPTED;
		}

		@Override
		Object poll() {
			long index = this.taken.get();
			VarHandle.acquireFence();
			Object item = this.places[(int) index];
			return (item != null && this.taken.compareAndSet(index, index + 1)) ? item : null;
		}

		@Override
		long accepted() {
			return this.claims.get();
		}

		@Override
		long taken() {
			return this.taken.get();
		}

	}

	/** Keeps a second count of what it accepted. */
	static final class CountsAfterPublication extends Delegating {

		private final LongAdder accepted = new LongAdder();

		CountsAfterPublication() {
			super(new LinkedBuffer());
		}

		@Override
		int offer(Object item) {
			int answer = super.offer(item);
			if (answer == ACCEPTED) {
				this.accepted.increment();
			}
			return answer;
		}

		@Override
		long accepted() {
			return this.accepted.sum();
		}

	}

	/** One place, which a taker clears after it has moved on. */
	static final class ClearsAfterMovingOn extends Delegating {

		private final AtomicLong claims = new AtomicLong();

		private final AtomicLong taken = new AtomicLong();

		private volatile Object place;

		ClearsAfterMovingOn() {
			super(new LinkedBuffer());
		}

		@Override
		int offer(Object item) {
			long index = this.claims.get();
			while (index >= 0) {
				if (index > this.taken.get()) {
					return FULL;
				}
				if (this.claims.compareAndSet(index, index + 1)) {
					this.place = item;
					return ACCEPTED;
				}
				index = this.claims.get();
			}
			return CLOSED;
		}

		@Override
		Object poll() {
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
