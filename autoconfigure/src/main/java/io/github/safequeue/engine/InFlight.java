package io.github.safequeue.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.ItemIdentity;
import io.github.safequeue.WorkContext;

/**
 * One place for a handler call: what is in hand there, and the counters of what was done
 * there. Written by the one thread that occupies it; read by any thread.
 */
@SuppressWarnings("unused") // the padding
final class InFlight implements WorkContext {

	private static final VarHandle CYCLE = handle("cycle", long.class);

	private static final VarHandle HANDLED = handle("handled", long.class);

	private static final VarHandle FAILED = handle("failed", long.class);

	private static final VarHandle RETRIED = handle("retried", long.class);

	private static final VarHandle IN_HAND = handle("inHand", Object.class);

	private final String queue;

	final int number;

	private final boolean batches;

	/** Where what is in hand stays, if the worker here owns the inbox. */
	private final @Nullable RingBuffer ring;

	private final RunState control;

	private long p00, p01, p02, p03, p04, p05, p06, p07;

	private long cycle;

	private long handled;

	private long failed;

	private long retried;

	private int attempt = 1;

	/** The entry or the list of entries in hand. */
	private @Nullable Object inHand;

	/** The thread that occupies the slot. */
	volatile @Nullable Thread thread;

	/** Set by a thread that died here. */
	volatile @Nullable Throwable lostTo;

	/** Set when the handler call waits for the closing that waits for it. */
	volatile boolean detached;

	private long p10, p11, p12, p13, p14, p15, p16, p17;

	/** Whether what is in hand waits for its next attempt. */
	volatile boolean resting;

	/** Observed by the monitor: a cycle and the time it was first seen. */
	volatile long seenCycle;

	volatile long seenSince;

	/**
	 * Create a slot.
	 * @param queue the queue's name
	 * @param number the number of the slot, from 1
	 * @param batches whether calls take lists of items; an item may be a list itself
	 */
	InFlight(String queue, int number, boolean batches) {
		this(queue, number, batches, null, new RunState());
	}

	/**
	 * Create a slot for a worker that may own the inbox.
	 * @param queue the queue's name
	 * @param number the number of the slot, from 1
	 * @param batches whether calls take lists of items
	 * @param ring the inbox, if the worker owns it
	 * @param control the queue's control word
	 */
	InFlight(String queue, int number, boolean batches, @Nullable RingBuffer ring, RunState control) {
		this.queue = queue;
		this.number = number;
		this.batches = batches;
		this.ring = ring;
		this.control = control;
	}

	private static VarHandle handle(String field, Class<?> type) {
		try {
			return MethodHandles.lookup().findVarHandle(InFlight.class, field, type);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	/**
	 * Announce that an item is about to be taken. The cycle is odd until {@link #end()};
	 * it is odd already where a thread died in between. Opaque: the claim that follows is
	 * a full fence, and where an owner takes without one, its release of the next index
	 * comes after this, or a handshake orders both sides.
	 */
	void begin() {
		CYCLE.setOpaque(this, this.cycle | 1);
	}

	/** Note what was taken. */
	void assign(Object entries) {
		IN_HAND.setOpaque(this, entries);
	}

	void attempt(int attempt) {
		this.attempt = attempt;
	}

	/** Release pairs with the readers' acquire: what the handler wrote is visible. */
	void countHandled(int items) {
		clear();
		HANDLED.setRelease(this, this.handled + items);
	}

	/** As {@link #countHandled(int)}. */
	void countFailed(int items) {
		clear();
		FAILED.setRelease(this, this.failed + items);
	}

	void countRetry() {
		RETRIED.setOpaque(this, this.retried + 1);
	}

	/** Forget what is in hand without counting it here. */
	void clear() {
		RingBuffer ring = this.ring;
		if (ring == null) {
			IN_HAND.setOpaque(this, null);
		}
		else if (this.control.get() == 0) {
			ring.release();
		}
		else {
			clearWhileClosing(ring);
		}
	}

	private synchronized void clearWhileClosing(RingBuffer ring) {
		if (this.detached) {
			IN_HAND.setOpaque(this, null);
		}
		else {
			ring.release();
		}
	}

	/**
	 * Leave the call in this slot behind. What it has in hand leaves its place in the
	 * inbox, where another worker goes on. Called by the closing thread, which saw the
	 * call wait after the queue was told to drain: however the call goes on, it drops the
	 * item and ends its cycle under the same lock.
	 * @param cycle the cycle that was seen to wait
	 * @return whether the call is still under way
	 */
	synchronized boolean detach(long cycle) {
		if (cycle() != cycle) {
			return false;
		}
		RingBuffer ring = this.ring;
		if (ring != null) {
			Object entry = ring.inHand();
			if (entry != null) {
				assign(entry);
				ring.release();
			}
		}
		this.detached = true;
		return true;
	}

	/** Announce that nothing is in hand. */
	void end() {
		CYCLE.setRelease(this, this.cycle + 1);
	}

	/**
	 * As {@link #end()}, for the owner of the inbox: once the queue drains, either the
	 * call that ends here is left behind before, and its worker learns that afterwards,
	 * or it is not.
	 */
	void endAsOwner() {
		if (this.control.get() == 0) {
			end();
		}
		else {
			synchronized (this) {
				end();
			}
		}
	}

	/** Free the slot after its thread died. */
	void reset() {
		this.attempt = 1;
		clear();
		if (busy(cycle())) {
			end();
		}
	}

	long cycle() {
		return (long) CYCLE.getAcquire(this);
	}

	static boolean busy(long cycle) {
		return (cycle & 1) != 0;
	}

	long handled() {
		return (long) HANDLED.getAcquire(this);
	}

	long failed() {
		return (long) FAILED.getAcquire(this);
	}

	long retried() {
		return (long) RETRIED.getAcquire(this);
	}

	@Nullable Object inHand() {
		RingBuffer ring = this.ring;
		if (ring != null && !this.detached) {
			return (busy(cycle())) ? ring.inHand() : null;
		}
		return IN_HAND.getAcquire(this);
	}

	/**
	 * Return how many items are in hand.
	 * @return their number
	 */
	int inHandCount() {
		Object entries = inHand();
		return (entries == null) ? 0 : (this.batches && entries instanceof List<?> list) ? list.size() : 1;
	}

	/**
	 * Describe what is in hand.
	 * @return type and identity, or {@code null} if nothing is in hand
	 */
	@Nullable String describeInHand() {
		Object entries = inHand();
		if (this.batches && entries instanceof List<?> list) {
			return (list.isEmpty()) ? null : list.size() + " x " + ItemIdentity.of(Envelope.itemOf(list.get(0)));
		}
		return (entries != null) ? ItemIdentity.of(Envelope.itemOf(entries)) : null;
	}

	@Override
	public String queue() {
		return this.queue;
	}

	@Override
	public int attempt() {
		return this.attempt;
	}

}
