package io.github.safequeue.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * A bounded {@link QueueBuffer} in one array.
 *
 * <p>
 * Submitters claim by compare-and-set on the producer index up to a limit that is looked
 * up only when it is reached, as in the MPSC array queue of JCTools. The sign bit of that
 * index says closed. Publication is a plain array store: see {@link QueueBuffer} for why.
 *
 * <p>
 * A taker sets the sign bit of the consumer index by compare-and-set, clears the place
 * and stores the next index. Other takers wait for those few instructions; submitters
 * never do. A place is therefore free as soon as the index is beyond it, and an item that
 * is found at the index is the one of this round.
 *
 * <p>
 * A single owner takes without a compare-and-set and leaves its item in its place while
 * it has it in hand, see {@link #take()}. The array has more places than items may wait,
 * so that this place is not needed meanwhile. An index is therefore no plain count: its
 * low bits are the place, the bits above count the rounds.
 *
 * <p>
 * Invariants: consumer index &lt;= producer index &lt;= limit &lt;= consumer index +
 * capacity; a place between the producer index and the limit is empty.
 */
@SuppressWarnings("unused") // the padding
final class RingBuffer extends RingBufferConsumerSide {

	/** Set in the consumer index while a taker is at work. */
	private static final long TAKING = Long.MIN_VALUE;

	private static final int SPINS_FOR_TAKER = 100;

	private static final int LITTLE_ROOM = 16;

	private static final int SPINS_BETWEEN_LOOKS = 5;

	private static final long NAP_FOR_TAKER_NANOS = 10_000;

	static final int MAX_CAPACITY = 1 << 30;

	/**
	 * How many more places there are than items may wait: one for what the owner has in
	 * hand, and as many as keep the submitters of a full queue off the cache lines that
	 * the owner works on.
	 */
	private static final int SPARE = 32;

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

	RingBuffer(int capacity) {
		this(capacity, null);
	}

	/**
	 * Create an inbox.
	 * @param capacity how many items may wait, rounded up to a power of two
	 * @param released tells how many items no longer count as waiting, where taking an
	 * item does not end its wait; {@code null} for the number of items taken
	 */
	RingBuffer(int capacity, @Nullable LongSupplier released) {
		super(new Object[roundUp(capacity) + SPARE], released);
		this.hand = capacity();
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
			if (index >= this.producerLimit && !findEnoughRoom(index)) {
				if (index == this.producerIndex) {
					return FULL;
				}
				continue;
			}
			int place = (int) (index & this.placeMask);
			long next = index + ((place == places.length - 1) ? this.wrap : 1);
			// The claim. Pairs with the read of the producer index in poll().
			if (PRODUCER_INDEX.compareAndSet(this, index, next)) {
				// The publication: ordered after the claim, which is volatile.
				places[place] = item;
				return ACCEPTED;
			}
		}
	}

	/**
	 * As {@link #findRoom(long)}. Where only little was found, look once more after a
	 * fixed moment: each look takes the index away from the taker that is about to write
	 * it, and a full ring would be looked at for each item. The second look need not find
	 * anything.
	 */
	private boolean findEnoughRoom(long index) {
		boolean found = findRoom(index);
		if (found && this.producerLimit - index < LITTLE_ROOM && capacity() > LITTLE_ROOM) {
			for (int i = 0; i < SPINS_BETWEEN_LOOKS; i++) {
				Thread.onSpinWait();
			}
			findRoom(index);
		}
		return found;
	}

	@Override
	boolean hasRoom(int places) {
		if (places > capacity()) {
			return false;
		}
		long last = advance(this.producerIndex & Long.MAX_VALUE, places - 1);
		return last < this.producerLimit || findRoom(last);
	}

	/**
	 * Move the limit to what takers have freed.
	 * @param index the producer index
	 * @return whether the place at that index is free
	 */
	private boolean findRoom(long index) {
		LongSupplier released = this.released;
		// Acquire, in both cases: places before this count are seen cleared.
		long limit = (released != null) ? indexOf(released.getAsLong() + capacity())
				: advance(this.consumerIndex & Long.MAX_VALUE, capacity());
		if (limit > this.producerLimit) {
			// A racing submitter may store a smaller limit; it is only looked up sooner.
			PRODUCER_LIMIT.setOpaque(this, limit);
		}
		return limit > index;
	}

	private int placeOf(long index) {
		return (int) (index & this.placeMask);
	}

	/** The index some items further on, not more than there are places. */
	private long advance(long index, int items) {
		int places = this.places.length;
		return (placeOf(index) + items >= places) ? index + items + this.wrap - 1 : index + items;
	}

	/** How many indices there are below one. */
	private long countOf(long index) {
		return (index >>> this.placeBits) * this.places.length + placeOf(index);
	}

	private long indexOf(long count) {
		int places = this.places.length;
		return ((count / places) << this.placeBits) + count % places;
	}

	/**
	 * Take the oldest item, which stays in its place until {@link #release()}. Only the
	 * owner may call this: the one thread that takes, while nobody else does. Whoever
	 * takes after it must have seen it stop; see {@link SharedWorkerPool}.
	 * @return the item, or {@code null} if there is none or its place was claimed and not
	 * filled yet
	 */
	@Nullable Object take() {
		@Nullable Object[] places = this.places;
		long index = (long) CONSUMER_INDEX.get(this);
		int place = (int) (index & this.placeMask);
		Object item = PLACE.getAcquire(places, place);
		if (item == null) {
			return null;
		}
		readClaim(index);
		HAND.setOpaque(this, place);
		// Release: the place before this one, which is free from now on, was cleared.
		CONSUMER_INDEX.setRelease(this, index + ((place == places.length - 1) ? this.wrap : 1));
		return item;
	}

	/**
	 * Clear the place of the item that was taken last. By the owner, or once it is known
	 * to have stopped.
	 */
	void release() {
		PLACE.setRelease(this.places, this.hand, null);
	}

	/**
	 * Return what the owner has in hand. Any thread may call this while an owner is at
	 * work; with nobody at work the place may have been filled again.
	 * @return the item, or {@code null} if there is none
	 */
	@Nullable Object inHand() {
		return PLACE.getAcquire(this.places, (int) HAND.getOpaque(this));
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
			int place = placeOf(index);
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
				CONSUMER_INDEX.setRelease(this, advance(index, 1));
				return item;
			}
		}
	}

	/** Where a store may overtake: make visible what was written before the claim. */
	private void readClaim(long index) {
		if (READ_CLAIM && index >= this.claimedSeen) {
			// Release: takers that read only the field get what was seen here.
			CLAIMED_SEEN.setRelease(this, this.producerIndex & Long.MAX_VALUE);
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
		for (int tries = 0;; tries++) {
			long index = this.consumerIndex;
			if (index < 0) {
				awaitTaker(tries);
				continue;
			}
			int found = countFilled(index, (int) Math.min(accepted() - countOf(index), Math.min(max, capacity())));
			if (found == 0) {
				if (index == this.consumerIndex) {
					return 0;
				}
				continue;
			}
			// Before taking: no error may come between it and the list.
			makeRoom(target, found);
			if (CONSUMER_INDEX.compareAndSet(this, index, index | TAKING)) {
				for (int i = 0; i < found; i++) {
					int place = placeOf(advance(index, i));
					target.add(PLACE.getAcquire(places, place));
					PLACE.setRelease(places, place, null);
				}
				CONSUMER_INDEX.setRelease(this, advance(index, found));
				return found;
			}
		}
	}

	private int countFilled(long index, int most) {
		int found = 0;
		while (found < most && PLACE.getAcquire(this.places, placeOf(advance(index, found))) != null) {
			found++;
		}
		return found;
	}

	@Override
	void peek(List<Object> target) {
		long end = this.producerIndex & Long.MAX_VALUE;
		for (long i = this.consumerIndex & Long.MAX_VALUE; i < end; i = advance(i, 1)) {
			Object item = PLACE.getAcquire(this.places, placeOf(i));
			if (item != null) {
				target.add(item);
			}
		}
	}

	@Override
	long accepted() {
		return countOf(this.producerIndex & Long.MAX_VALUE);
	}

	@Override
	long taken() {
		return countOf(this.consumerIndex & Long.MAX_VALUE);
	}

	@Override
	boolean closeAt(long accepted) {
		long index = indexOf(accepted);
		return PRODUCER_INDEX.compareAndSet(this, index, index | Long.MIN_VALUE) || this.producerIndex < 0;
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
		return (index >= 0 && isUnpublished(index) && CONSUMER_INDEX.compareAndSet(this, index, advance(index, 1)))
				? index : -1;
	}

	@Override
	@Nullable Object pollSkipped(long index) {
		int place = placeOf(index);
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
		return index < (this.producerIndex & Long.MAX_VALUE) && PLACE.getAcquire(this.places, placeOf(index)) == null;
	}

	@Override
	int capacity() {
		return this.places.length - SPARE;
	}

}

/**
 * What all threads read and none writes, kept off the index words by padding.
 */
abstract class RingBufferShared extends QueueBuffer {

	final @Nullable Object[] places;

	final @Nullable LongSupplier released;

	/** How many low bits of an index are its place. */
	final int placeBits;

	final long placeMask;

	/** What comes between the index of the last place and that of the next round. */
	final long wrap;

	RingBufferShared(@Nullable Object[] places, @Nullable LongSupplier released) {
		this.places = places;
		this.released = released;
		this.placeBits = Integer.SIZE - Integer.numberOfLeadingZeros(places.length - 1);
		this.placeMask = (1L << this.placeBits) - 1;
		this.wrap = (1L << this.placeBits) - places.length + 1;
	}

}

/**
 * The word that submitters claim on, alone in its cache lines.
 */
@SuppressWarnings("unused") // the padding
abstract class RingBufferProducerSide extends RingBufferShared {

	static final VarHandle PRODUCER_INDEX = handle("producerIndex");

	static final VarHandle PRODUCER_LIMIT = handle("producerLimit");

	private long a00, a01, a02, a03, a04, a05, a06, a07, a08, a09, a10, a11, a12, a13, a14, a15;

	volatile long producerIndex;

	private long b00, b01, b02, b03, b04, b05, b06, b07, b08, b09, b10, b11, b12, b13, b14, b15;

	volatile long producerLimit;

	private long d00, d01, d02, d03, d04, d05, d06, d07, d08, d09, d10, d11, d12, d13, d14, d15;

	RingBufferProducerSide(@Nullable Object[] places, @Nullable LongSupplier released) {
		super(places, released);
	}

	private static VarHandle handle(String field) {
		try {
			return MethodHandles.lookup().findVarHandle(RingBufferProducerSide.class, field, long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

}

/**
 * The words that takers write, off the submitters' cache lines.
 */
abstract class RingBufferConsumerSide extends RingBufferProducerSide {

	static final VarHandle CONSUMER_INDEX = handle("consumerIndex", long.class);

	static final VarHandle CLAIMED_SEEN = handle("claimedSeen", long.class);

	static final VarHandle HAND = handle("hand", int.class);

	volatile long consumerIndex;

	/** The place of the owner's last item. Before its first: one that is empty. */
	int hand;

	volatile long claimedSeen;

	RingBufferConsumerSide(@Nullable Object[] places, @Nullable LongSupplier released) {
		super(places, released);
	}

	private static VarHandle handle(String field, Class<?> type) {
		try {
			return MethodHandles.lookup().findVarHandle(RingBufferConsumerSide.class, field, type);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

}
