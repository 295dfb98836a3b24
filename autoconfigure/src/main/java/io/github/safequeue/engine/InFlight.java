/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.ItemIdentity;
import io.github.safequeue.WorkContext;

/**
 * What is in flight with one worker: an item or a batch between taking and settling, and
 * the counters of what was settled here. Written by the one thread that occupies it; read
 * by any thread.
 *
 * <p>
 * The state holds the number of the call and its phase: {@link #IDLE}, {@link #TAKING} or
 * {@link #TAKEN}. A worker reads the run state of its queue after it announced
 * {@code TAKING} and before it takes.
 *
 * <p>
 * Longer than most classes, so that all changes of the phase are read in one place.
 */
@SuppressWarnings("unused") // the padding
final class InFlight implements WorkContext {

	/** Room that a batch has from the start. */
	private static final int ROOM_OF_A_BATCH = 256;

	private static final long PHASE = 3;

	/** No call: see {@link #seenCall}. */
	static final long UNSEEN = -1;

	/** Nothing is taken, and nothing will be before the run state is read again. */
	private static final long IDLE = 0;

	/** Something may be taken at this moment. */
	private static final long TAKING = 1;

	/** Something was taken; nothing more will be before the run state is read again. */
	private static final long TAKEN = 2;

	private static final VarHandle STATE = handle("state", long.class);

	private static final VarHandle HANDLED = handle("handled", long.class);

	private static final VarHandle FAILED = handle("failed", long.class);

	private static final VarHandle RETRIED = handle("retried", long.class);

	private final String queue;

	final int number;

	private long p00, p01, p02, p03, p04, p05, p06, p07;

	private long state;

	private long handled;

	private long failed;

	private long retried;

	private int attempt = 1;

	/** What a further attempt goes on with, if the next call is one. */
	@Nullable Retry retry;

	/** Why the item's key could not be read, if that is so. */
	@Nullable Throwable keyFailure;

	/** Whether the queue was closed before the item could be started. */
	boolean undeliverable;

	private @Nullable Batch nextBatch;

	/** Since when what is in flight has waited, 0 where that was not measured. */
	long waitingSince;

	/** Which calls are timed. */
	final CallSampling sampling = new CallSampling();

	/** The keys that this call has, linked, where items have keys. */
	@Nullable KeyLine keys;

	/** Limits the time of the calls, {@code null} where that is not limited. */
	@Nullable CallTimer timer;

	private volatile Holder holder = new Holder();

	/** The thread that occupies this place. */
	volatile @Nullable Thread thread;

	/** Set by a thread that died here. */
	volatile @Nullable Throwable lostTo;

	/** Set when the call waits for the closing that waits for it. */
	volatile boolean detached;

	/** Set when closing interrupts the call, the last one here. */
	volatile boolean interrupted;

	/** Whether the call waited for a future then. */
	volatile boolean waitedForFuture;

	private long p10, p11, p12, p13, p14, p15, p16, p17;

	/** Whether the worker waits for the time of the next attempt. */
	volatile boolean betweenAttempts;

	/**
	 * Observed by the watchdog: a call and the time it was first seen. A worker that
	 * calls the handler again resets the call.
	 */
	volatile long seenCall;

	volatile long seenSince;

	InFlight(String queue, int number) {
		this.queue = queue;
		this.number = number;
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
	 * Announce that something is about to be taken. A thread that died after this has
	 * begun the call already. Opaque: a taker that takes its turn passes a full fence
	 * afterwards, and one that takes alone is ordered by a handshake, see
	 * {@link SharedWorkerPool#isHandedOver()}.
	 */
	void beginTaking() {
		long state = this.state;
		STATE.setOpaque(this, ((state & PHASE) == IDLE) ? (state | PHASE) + 1 + TAKING : (state & ~PHASE) | TAKING);
	}

	/** Announce that nothing was taken. */
	void takeNothing() {
		STATE.setOpaque(this, this.state & ~PHASE);
	}

	/** Note what was taken. Release: a thread that sees the phase sees the content. */
	void assign(Object content) {
		this.holder.set(content);
		STATE.setRelease(this, (this.state & ~PHASE) | TAKEN);
	}

	/**
	 * Return the batch for the next call, which is kept until it has something to hold.
	 */
	Batch nextBatch(int batchSize) {
		Batch batch = this.nextBatch;
		if (batch == null) {
			batch = new Batch(new ArrayList<>(Math.min(batchSize, ROOM_OF_A_BATCH)));
			this.nextBatch = batch;
		}
		return batch;
	}

	/** Assign that batch, and return whether it holds anything. */
	boolean assignNextBatch() {
		Batch batch = this.nextBatch;
		if (batch == null || batch.elements().isEmpty()) {
			return false;
		}
		assign(batch);
		this.nextBatch = null;
		return true;
	}

	/**
	 * Use a new object for what is in flight. A reference that is stored into an object
	 * of the young generation passes no fence in the barrier of the G1 collector, so the
	 * worker calls this now and then.
	 */
	void renew() {
		if (content() == null) {
			this.holder = new Holder();
		}
	}

	void attempt(int attempt) {
		this.attempt = attempt;
	}

	/**
	 * Count what the last call was given as handled and forget it. Release pairs with the
	 * readers' acquire: what the handler wrote is visible.
	 */
	void countHandled() {
		countHandled(forget());
	}

	private void countHandled(int items) {
		HANDLED.setRelease(this, this.handled + items);
	}

	/** As {@link #countHandled()}. */
	void countFailed() {
		int items = forget();
		FAILED.setRelease(this, this.failed + items);
	}

	/** Forget what the last call was given, and return how many items these were. */
	private int forget() {
		Object content = content();
		if (!(content instanceof Batch batch)) {
			clear();
			return (content != null) ? 1 : 0;
		}
		int items = items();
		if (batch.settle()) {
			beginAnew();
		}
		else {
			clear();
		}
		return items;
	}

	/**
	 * Count what is before a position of a batch as handled. The next call is given the
	 * element there alone.
	 */
	void countHandledBefore(Batch batch, int position) {
		int items = position - batch.from();
		batch.failAt(position);
		countHandled(items);
	}

	void countRetry() {
		RETRIED.setOpaque(this, this.retried + 1);
	}

	/** Forget the content without counting it here. */
	void clear() {
		if (this.attempt != 1) {
			beginAnew();
		}
		this.holder.set(null);
	}

	private void beginAnew() {
		this.attempt = 1;
		this.retry = null;
	}

	/** Detach the call: it waits for the closing, another worker takes its place. */
	synchronized boolean detach(long call) {
		this.detached = isBusy() && call() == call;
		return this.detached;
	}

	/**
	 * Announce that the call ended. Once the queue drains, a call is either detached
	 * before this, and its worker reads that afterwards, or not at all.
	 */
	void end(boolean running) {
		if (running) {
			end();
		}
		else {
			synchronized (this) {
				end();
			}
		}
	}

	private void end() {
		STATE.setRelease(this, this.state & ~PHASE);
	}

	/** Let another thread occupy this place after one died here. */
	void reset() {
		clear();
		end();
	}

	/** Return the number of the last call that began. */
	long call() {
		return state() & ~PHASE;
	}

	/** Return whether a call is under way, or about to be. */
	boolean isBusy() {
		return (state() & PHASE) != IDLE;
	}

	boolean isTaking() {
		return (state() & PHASE) == TAKING;
	}

	private long state() {
		return (long) STATE.getAcquire(this);
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

	/** Return what is in flight. */
	@Nullable Object content() {
		return this.holder.get();
	}

	/** Return the elements that are in flight, also those of later calls. */
	List<Object> elements() {
		Object content = content();
		return (content == null) ? List.of() : (content instanceof Batch batch) ? batch.unsettled() : List.of(content);
	}

	/** Return how many items the call is given. */
	int items() {
		Object content = content();
		return (content == null) ? 0 : (content instanceof Batch batch) ? batch.to() - batch.from() : 1;
	}

	/**
	 * Return what the handler is given: the item, or of a batch a list for each call,
	 * which the handler may change.
	 */
	Object argument() {
		Object content = content();
		if (content instanceof Batch batch) {
			List<Object> items = new ArrayList<>(items());
			for (Object element : batch.elements().subList(batch.from(), batch.to())) {
				items.add(Envelope.itemOf(element));
			}
			return items;
		}
		if (content == null) {
			throw new IllegalStateException("Nothing is in flight");
		}
		return Envelope.itemOf(content);
	}

	/**
	 * Return the context that the item's submitter left. A batch has items of many
	 * submitters, and no context.
	 */
	@Nullable Object context() {
		Object content = content();
		return (content != null) ? Envelope.contextOf(content) : null;
	}

	/** Return what the submitters of the call's items left beside them. */
	List<@Nullable Object> contexts() {
		Object content = content();
		List<Object> elements = (content instanceof Batch batch) ? batch.elements().subList(batch.from(), batch.to())
				: elements();
		List<@Nullable Object> contexts = new ArrayList<>(elements.size());
		elements.forEach((element) -> contexts.add(Envelope.contextOf(element)));
		return contexts;
	}

	/** Describe what is in flight. */
	@Nullable String describe() {
		Object content = content();
		if (content instanceof Batch batch) {
			List<Object> elements = batch.unsettled();
			return (elements.isEmpty()) ? null
					: elements.size() + " x " + ItemIdentity.of(Envelope.itemOf(elements.get(0)));
		}
		Object item = (content != null) ? Envelope.itemOf(content) : null;
		if (item instanceof ItemHolder holder) {
			item = holder.item();
		}
		return (item != null) ? ItemIdentity.of(item) : null;
	}

	@Override
	public String queue() {
		return this.queue;
	}

	@Override
	public int attempt() {
		return this.attempt;
	}

	/** A reference in an object of its own. */
	private static final class Holder {

		private static final VarHandle CONTENT = handle();

		private @Nullable Object content;

		private static VarHandle handle() {
			try {
				return MethodHandles.lookup().findVarHandle(Holder.class, "content", Object.class);
			}
			catch (ReflectiveOperationException ex) {
				throw new ExceptionInInitializerError(ex);
			}
		}

		void set(@Nullable Object content) {
			CONTENT.setOpaque(this, content);
		}

		@Nullable Object get() {
			return CONTENT.getAcquire(this);
		}

	}

}
