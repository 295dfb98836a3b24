package io.github.safequeue.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * A bounded {@link Inbox} in one array.
 *
 * <p>
 * Submitters claim by compare-and-set on the producer index up to a limit that is looked
 * up only when it is reached, as in the MPSC array queue of JCTools. The sign bit of that
 * index says closed. Takers claim in turn by compare-and-set on the consumer index and
 * clear the place afterwards; a place is free for the next round once it is cleared, and
 * a taker makes sure of that before it trusts what it finds there. Publication is a plain
 * array store: see {@link Inbox} for why.
 *
 * <p>
 * Invariants: consumer index &lt;= producer index &lt;= limit &lt;= consumer index +
 * capacity; a place between the producer index and the limit is empty.
 */
@SuppressWarnings("unused") // the padding
final class RingInbox extends RingInboxConsumerSide {

	/** How far ahead of the producer index cleared places are looked for. */
	private static final int LOOK_AHEAD = 256;

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
	 * Move the limit past places that takers have cleared.
	 * @param index the producer index
	 * @return whether the place at that index is free
	 */
	private boolean findRoom(long index) {
		LongSupplier released = this.released;
		long taken = (released != null) ? released.getAsLong() : this.consumerIndex;
		long end = Math.min(taken + this.places.length, index + LOOK_AHEAD);
		long limit = Math.max(index, this.producerLimit);
		// Acquire pairs with the release by which a taker clears a place.
		while (limit < end && PLACE.getAcquire(this.places, (int) limit & (this.places.length - 1)) == null) {
			limit++;
		}
		if (limit > this.producerLimit) {
			// A racing submitter may store a smaller limit; it is only looked up sooner.
			this.producerLimit = limit;
		}
		return limit > index;
	}

	@Override
	@Nullable Object poll() {
		@Nullable Object[] places = this.places;
		for (;;) {
			long index = this.consumerIndex;
			int place = (int) index & (places.length - 1);
			Object item = PLACE.getAcquire(places, place);
			if (item != null && index >= this.clearedSeen) {
				item = (findCleared(index)) ? PLACE.getAcquire(places, place) : null;
			}
			if (item == null) {
				if (index == this.consumerIndex) {
					return null;
				}
				continue;
			}
			if (CONSUMER_INDEX.compareAndSet(this, index, index + 1)) {
				// Release pairs with the acquire in findRoom(): free for the next round.
				PLACE.setRelease(places, place, null);
				return item;
			}
		}
	}

	/**
	 * Find out whether a place was cleared for this round. One that another taker has
	 * claimed and not cleared yet still shows its old item. A claim or a limit beyond a
	 * place proves that a submitter saw it cleared; the limit is preferred because it
	 * rarely changes.
	 * @param index the index of the place
	 * @return whether an item found there after this call is the one of this round
	 */
	private boolean findCleared(long index) {
		long cleared = (READ_CLAIM) ? accepted() : this.producerLimit;
		if (index >= cleared) {
			cleared = accepted();
		}
		// Release: takers that read only the field get what was seen here. A racing taker
		// may store a smaller number; it is only looked up sooner.
		CLEARED_SEEN.setRelease(this, cleared);
		return index < cleared;
	}

	@Override
	int poll(List<Object> target, int max) {
		@Nullable Object[] places = this.places;
		int mask = places.length - 1;
		for (;;) {
			long index = this.consumerIndex;
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
			// Before the claim: no error may come between it and the list.
			makeRoom(target, (int) (next - index));
			if (CONSUMER_INDEX.compareAndSet(this, index, next)) {
				for (long i = index; i < next; i++) {
					target.add(PLACE.getAcquire(places, (int) i & mask));
					PLACE.setRelease(places, (int) i & mask, null);
				}
				return (int) (next - index);
			}
		}
	}

	@Override
	long accepted() {
		return this.producerIndex & Long.MAX_VALUE;
	}

	@Override
	long taken() {
		return this.consumerIndex;
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
		return (isUnpublished(index) && CONSUMER_INDEX.compareAndSet(this, index, index + 1)) ? index : -1;
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
		return isUnpublished(index) && index == this.consumerIndex;
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

	static final VarHandle CLEARED_SEEN = handle("clearedSeen");

	volatile long consumerIndex;

	volatile long clearedSeen;

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
