/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.safequeue.BatchFailedException;
import io.github.safequeue.HandlerTimeoutException;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.UndeliveredWork;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.engine.EnclosingHandler;
import io.github.safequeue.engine.HandlingSettings;
import io.github.safequeue.engine.ItemHolder;
import io.github.safequeue.engine.ManagedQueue;
import io.github.safequeue.engine.ManagedQueueBuilder;

/**
 * What the two kinds of incoming side have in common. A queue of the engine holds what
 * stands for items of the store: its workers, their number, their threads, pausing, what
 * is reported of calls that are stuck, and how closing interrupts them, are those of any
 * queue. Any thread.
 */
abstract class IncomingSide {

	private static final Log logger = LogFactory.getLog(SafeQueue.class);

	private static final long MINUTE = 60_000_000_000L;

	/**
	 * How long an item waits at first that cannot be read here, for another version that
	 * can: twice as long each time, up to 64 times.
	 */
	private static final Duration UNREADABLE = Duration.ofSeconds(5);

	private static final int MOST_DOUBLINGS = 6;

	private final HandlingSettings settings;

	private final ItemFormat format;

	private final StoreAvailability availability;

	private final ManagedQueue<Object> queue;

	private final RetrySchedule retries;

	private final IncomingFigures figures = new IncomingFigures();

	private final AtomicLong unreadableLogged = new AtomicLong(System.nanoTime() - MINUTE);

	private @Nullable HandlerCall call;

	/**
	 * Create a side.
	 * @param part builds the queue of what stands for items
	 * @param settings how the items are handled
	 * @param format how the items are read
	 * @param availability whether the store can be reached
	 */
	IncomingSide(ManagedQueueBuilder part, HandlingSettings settings, ItemFormat format,
			StoreAvailability availability) {
		this.settings = settings;
		this.format = format;
		this.availability = availability;
		part.withoutRetry().withoutDeadLetterQueue().unobserved();
		part.settings().itemType(ItemHolder.class).undeliveredWorkHandler(this::undelivered);
		this.queue = (ManagedQueue<Object>) part.settings().<Object>build();
		this.retries = new RetrySchedule(this.queue.name(), settings.retry());
	}

	final ManagedQueue<Object> queue() {
		return this.queue;
	}

	final HandlingSettings settings() {
		return this.settings;
	}

	final String name() {
		return this.queue.name();
	}

	final boolean isBatch() {
		return this.settings.batchSize() > 0;
	}

	final ItemFormat format() {
		return this.format;
	}

	final StoreAvailability availability() {
		return this.availability;
	}

	final IncomingFigures figures() {
		return this.figures;
	}

	final RetrySchedule retries() {
		return this.retries;
	}

	final @Nullable String deadLetterQueue() {
		return this.settings.deadLetterQueue();
	}

	final HandlerCall call() {
		HandlerCall call = this.call;
		if (call == null) {
			throw new IllegalStateException("Queue '%s' has no handler".formatted(name()));
		}
		return call;
	}

	/** Whether closing has interrupted the calls that are still running. */
	final boolean isInterrupted() {
		return this.queue.state() == SafeQueueState.CLOSED;
	}

	final SafeQueueSnapshot snapshot() {
		return this.figures.snapshot(name(), this.queue.state(), this.settings.concurrency());
	}

	final void bind(WorkHandler<?> handler) {
		this.call = new HandlerCall(name(), handler, this.settings);
		this.queue.bind(handler());
	}

	/** What the workers call. */
	abstract EnclosingHandler handler();

	abstract void start();

	/** The store can be reached: take again where that has ended. */
	void keepTaking() {
		// A look at the store is enough.
	}

	/** Take nothing more from the store. What is being handled goes on. */
	abstract void stopTaking();

	/** What stands for an item is not going to be handled here. */
	void abandoned(Object holder) {
		// The store has the item.
	}

	/** What the store keeps as a dead letter is reported as well, once. */
	final void report(ReceivedItem received, Throwable cause, int attempts) {
		Object item;
		try {
			item = this.format.read(received.payload());
		}
		catch (RuntimeException | StackOverflowError ex) {
			logger.error("Queue '%s': %s is a dead letter: %s".formatted(name(), received, cause.getMessage()));
			return;
		}
		this.settings.deadLetters().deliver(item, cause, attempts);
	}

	/** Items cannot be read: at most one line a minute. */
	final void unreadable(Throwable failure) {
		long now = System.nanoTime();
		long last = this.unreadableLogged.get();
		if (now - last >= MINUTE && this.unreadableLogged.compareAndSet(last, now)) {
			logger.warn(failure.getMessage()
					+ ". They are put back and tried again later, in case another version of the application can read them");
		}
	}

	/** How long an item waits that could not be read so many times before. */
	static Duration unreadableDelay(int times) {
		return UNREADABLE.multipliedBy(1L << Math.min(times, MOST_DOUBLINGS));
	}

	/** The index of the item that failed if the handler vouches for those before it. */
	final int vouchedFor(int size, Throwable failure) {
		Throwable ofHandler = (failure instanceof HandlerTimeoutException) ? failure.getCause() : failure;
		return (isBatch() && ofHandler instanceof BatchFailedException batch && batch.index() >= 0
				&& batch.index() < size) ? batch.index() : -1;
	}

	/** Why the item failed that a handler of batches names. */
	static Throwable causeOf(Throwable failure) {
		Throwable cause = failure.getCause();
		return (failure instanceof BatchFailedException && cause != null) ? cause : failure;
	}

	/** What stands for an item is not work; the item itself is in the store. */
	private void undelivered(UndeliveredWork work) {
		if (work.reason() != UndeliveredWork.Reason.IN_FLIGHT) {
			work.items().forEach(this::abandoned);
			return;
		}
		List<Object> items = work.items()
			.stream()
			.map((holder) -> ((ItemHolder) holder).item())
			.filter(Objects::nonNull)
			.map(Object.class::cast)
			.toList();
		if (!items.isEmpty()) {
			this.settings.undelivered().onUndelivered(new UndeliveredWork(name(), items, work.reason()));
		}
	}

}
