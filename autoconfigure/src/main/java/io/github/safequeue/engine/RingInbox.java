package io.github.safequeue.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * A bounded {@link Inbox} in one array.
 *
 * <p>
 * Submitters claim by compare-and-set on the producer index up to a limit that is looked
 * up only when it is reached, as in the MPSC array queue of JCTools. The sign bit of that
 * index says closed. Publication is a plain array store: see {@link Inbox} for why.
 *
 * <p>
 * A taker sets the sign bit of the consumer index by compare-and-set, clears the place
 * and stores the next index. Other takers wait for those few instructions; submitters
 * never do. A place is therefore free as soon as the index is beyond it, and an item that
 * is found at the index is the one of this round.
 *
 * <p>
 * Invariants: consumer index &lt;= producer index &lt;= limit &lt;= consumer index +
 * capacity; a place between the producer index and the limit is empty.
 */
@SuppressWarnings("unused") // the padding
final class RingInbox extends RingInboxConsumerSide {

	/** Set in the consumer index while a taker is at work. */
	private static final long TAKING = Long.MIN_VALUE;

	private static final int SPINS_FOR_TAKER = 100;

	private static final long NAP_FOR_TAKER_NANOS = 10_000;

	static final int MAX_CAPACITY = 1 << 30;

	/**
	 * Whether a taker must read the claim that its item was published under. On x86 a
	 * store becomes visible after all stores before it, so that finding the item is
	 * enough; elsewhere the plain store that publishes may overtake what the submitter
	 * wrote before its claim.
	 */
	private static final boolean READ_CLAIM = !Set.of("amd64", "x86_64", "x86", "i386")
		.contains(System.getProperty("os.arch", ""));

	private static final VarHandle PLACE = MethodHandles.arrayElementVarHandle(Object[].class);

	private long e00, e01, e02, e03, e04, e05, e06, e07, e08, e09, e10, e11, e12, e13, e14, e15;

	RingInbox(int capacity) {
		this(capacity, null);
	}

	/**
	 * Create an inbox.
	 * @param capacity how many items may wait, rounded up to a power of two
	 * @param released tells how many items no longer count as waiting, where taking an
	 * item does not end its wait; {@code null} for the number of items taken
	 */
	RingInbox(int capacity, @Nullable LongSupplier released) {
		super(new Object[roundUp(capacity)], released);
	}

	private static int roundUp(int capacity) {
		if (capacity < 1 || capacity > MAX_CAPACITY) {
			throw new IllegalArgumentException("capacity must be between 1 and " + MAX_CAPACITY);
		}
		return (capacity == 1) ? 1 : Integer.highestOneBit(capacity - 1) << 1;
	}

	@Override
	int offer(Object item) {
		@Nullable Object[] places = this.places;
		for (;;) {
			long index = this.producerIndex;
			if (index < 0) {
				return CLOSED;
			}
			if (index >= this.producerLimit && !findRoom(index)) {
				if (index == this.producerIndex) {
					return FULL;
				}
				continue;
			}
			// The claim. Pairs with the read of the producer index in poll().
			if (PRODUCER_INDEX.compareAndSet(this, index, index + 1)) {
				// The publication: ordered after the claim, which is volatile.
				places[(int) index & (places.length - 1)] = item;
				return ACCEPTED;
			}
		}
	}

	/**
	 * Move the limit to what takers have freed.
	 * @param index the producer index
	 * @return whether the place at that index is free
	 */
	private boolean findRoom(long index) {
		LongSupplier released = this.released;
		// Acquire, in both cases: places before this count are seen cleared.
		long limit = ((released != null) ? released.getAsLong() : taken()) + this.places.length;
		if (limit > this.producerLimit) {
			// A racing submitter may store a smaller limit; it is only looked up sooner.
			this.producerLimit = limit;
		}
		return limit > index;
	}

	@Override
	@Nullable Object poll() {
		@Nullable Object[] places = this.places;
		for (int tries = 0;; tries++) {
			long index = this.consumerIndex;
			if (index < 0) {
				awaitTaker(tries);
				continue;
			}
			int place = (int) index & (places.length - 1);
			Object item = PLACE.getAcquire(places, place);
			if (item == null) {
				if (index == this.consumerIndex) {
					return null;
				}
				continue;
			}
			readClaim(index);
			if (CONSUMER_INDEX.compareAndSet(this, index, index | TAKING)) {
				PLACE.setRelease(places, place, null);
				// Release pairs with the acquire in findRoom(): free for the next round.
				CONSUMER_INDEX.setRelease(this, index + 1);
				return item;
			}
		}
	}

	/** Where a store may overtake: make visible what was written before the claim. */
	private void readClaim(long index) {
		if (READ_CLAIM && index >= this.claimedSeen) {
			// Release: takers that read only the field get what was seen here.
			CLAIMED_SEEN.setRelease(this, accepted());
		}
	}

	/** Another taker is between two instructions; let it run if it was stopped there. */
	private void awaitTaker(int tries) {
		if (tries < SPINS_FOR_TAKER) {
			Thread.onSpinWait();
		}
		else {
			LockSupport.parkNanos(this, NAP_FOR_TAKER_NANOS);
		}
	}

	@Override
	int poll(List<Object> target, int max) {
		@Nullable Object[] places = this.places;
		int mask = places.length - 1;
		for (int tries = 0;; tries++) {
			long index = this.consumerIndex;
			if (index < 0) {
				awaitTaker(tries);
				continue;
			}
			long end = Math.min(accepted(), index + Math.min(max, places.length));
			long next = index;
			while (next < end && PLACE.getAcquire(places, (int) next & mask) != null) {
				next++;
			}
			if (next == index) {
				if (index == this.consumerIndex) {
					return 0;
				}
				continue;
			}
			// Before taking: no error may come between it and the list.
			makeRoom(target, (int) (next - index));
			if (CONSUMER_INDEX.compareAndSet(this, index, index | TAKING)) {
				for (long i = index; i < next; i++) {
					target.add(PLACE.getAcquire(places, (int) i & mask));
					PLACE.setRelease(places, (int) i & mask, null);
				}
				CONSUMER_INDEX.setRelease(this, next);
				return (int) (next - index);
			}
		}
	}

	@Override
	void peek(List<Object> target) {
		long end = accepted();
		for (long i = taken(); i < end; i++) {
			Object item = PLACE.getAcquire(this.places, (int) i & (this.places.length - 1));
			if (item != null) {
				target.add(item);
			}
		}
	}

	@Override
	long accepted() {
		return this.producerIndex & Long.MAX_VALUE;
	}

	@Override
	long taken() {
		return this.consumerIndex & Long.MAX_VALUE;
	}

	@Override
	boolean closeAt(long accepted) {
		return PRODUCER_INDEX.compareAndSet(this, accepted, accepted | Long.MIN_VALUE) || this.producerIndex < 0;
	}

	@Override
	void close() {
		PRODUCER_INDEX.getAndBitwiseOr(this, Long.MIN_VALUE);
	}

	@Override
	void reopen() {
		PRODUCER_INDEX.getAndBitwiseAnd(this, Long.MAX_VALUE);
	}

	@Override
	long skipUnpublished() {
		long index = this.consumerIndex;
		return (index >= 0 && isUnpublished(index) && CONSUMER_INDEX.compareAndSet(this, index, index + 1)) ? index
				: -1;
	}

	@Override
	@Nullable Object pollSkipped(long index) {
		int place = (int) index & (this.places.length - 1);
		Object item = PLACE.getAcquire(this.places, place);
		if (item != null) {
			PLACE.setRelease(this.places, place, null);
		}
		return item;
	}

	@Override
	boolean isHeadUnpublished() {
		long index = this.consumerIndex;
		return index >= 0 && isUnpublished(index) && index == this.consumerIndex;
	}

	private boolean isUnpublished(long index) {
		return index < accepted() && PLACE.getAcquire(this.places, (int) index & (this.places.length - 1)) == null;
	}

	@Override
	int capacity() {
		return this.places.length;
	}

}

/**
 * What all threads read and none writes, kept off the index words by padding.
 */
abstract class RingInboxShared extends Inbox {

	final @Nullable Object[] places;

	final @Nullable LongSupplier released;

	RingInboxShared(@Nullable Object[] places, @Nullable LongSupplier released) {
		this.places = places;
		this.released = released;
	}

}

/**
 * The word that submitters claim on, alone in its cache lines.
 */
@SuppressWarnings("unused") // the padding
abstract class RingInboxProducerSide extends RingInboxShared {

	static final VarHandle PRODUCER_INDEX = handle("producerIndex");

	private long a00, a01, a02, a03, a04, a05, a06, a07, a08, a09, a10, a11, a12, a13, a14, a15;

	volatile long producerIndex;

	private long b00, b01, b02, b03, b04, b05, b06, b07, b08, b09, b10, b11, b12, b13, b14, b15;

	volatile long producerLimit;

	private long d00, d01, d02, d03, d04, d05, d06, d07, d08, d09, d10, d11, d12, d13, d14, d15;

	RingInboxProducerSide(@Nullable Object[] places, @Nullable LongSupplier released) {
		super(places, released);
	}

	private static VarHandle handle(String field) {
		try {
			return MethodHandles.lookup().findVarHandle(RingInboxProducerSide.class, field, long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

}

/**
 * The words that takers write, off the submitters' cache lines.
 */
abstract class RingInboxConsumerSide extends RingInboxProducerSide {

	static final VarHandle CONSUMER_INDEX = handle("consumerIndex");

	static final VarHandle CLAIMED_SEEN = handle("claimedSeen");

	volatile long consumerIndex;

	volatile long claimedSeen;

	RingInboxConsumerSide(@Nullable Object[] places, @Nullable LongSupplier released) {
		super(places, released);
	}

	private static VarHandle handle(String field) {
		try {
			return MethodHandles.lookup().findVarHandle(RingInboxConsumerSide.class, field, long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

}
