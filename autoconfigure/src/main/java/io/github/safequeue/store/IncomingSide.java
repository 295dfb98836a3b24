/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.UndeliveredWork;
import io.github.safequeue.WorkContext;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.engine.EnclosingHandler;
import io.github.safequeue.engine.HandlingSettings;
import io.github.safequeue.engine.ManagedQueue;
import io.github.safequeue.engine.ManagedQueueBuilder;

/**
 * Takes items from a store and calls the handler. A queue of the engine holds the permits
 * to do so: its workers, their number, their threads, pausing, what is reported of calls
 * that are stuck, and how closing interrupts them, are those of any queue. Any thread.
 */
final class IncomingSide {

	private static final Log logger = LogFactory.getLog(SafeQueue.class);

	private static final long MINUTE = 60_000_000_000L;

	private final HandlingSettings settings;

	private final TransactionalStore store;

	private final ItemFormat format;

	private final StoreAvailability availability;

	private final ManagedQueue<Permit> queue;

	private final Permits permits;

	private final Poller poller;

	private final RetrySchedule retries;

	private final IncomingFigures figures = new IncomingFigures();

	private final AtomicLong unreadableLogged = new AtomicLong(System.nanoTime() - MINUTE);

	private @Nullable HandlerCall call;

	IncomingSide(ManagedQueueBuilder builder, HandlingSettings settings, TransactionalStore store, ItemFormat format,
			StoreAvailability availability) {
		this.settings = settings;
		this.store = store;
		this.format = format;
		this.availability = availability;
		String name = String.valueOf(builder.settings().name());
		ManagedQueueBuilder part = builder.part(name, false)
			.withoutKey()
			.withoutRetry()
			.withoutDeadLetterQueue()
			.unobserved();
		part.settings()
			.itemType(Permit.class)
			.capacity(settings.concurrency() + 1)
			.undeliveredWorkHandler(this::undelivered);
		this.queue = (ManagedQueue<Permit>) part.settings().<Permit>build();
		this.permits = new Permits(settings.concurrency(), this.queue::offer);
		this.poller = new Poller("safequeue-" + name + "-poll", store.pollInterval(), this.permits::look);
		this.retries = new RetrySchedule(name, settings.retry());
		store.onArrival(this.permits::look);
	}

	ManagedQueue<Permit> queue() {
		return this.queue;
	}

	String name() {
		return this.queue.name();
	}

	boolean isBatch() {
		return this.settings.batchSize() > 0;
	}

	ItemFormat format() {
		return this.format;
	}

	IncomingFigures figures() {
		return this.figures;
	}

	RetrySchedule retries() {
		return this.retries;
	}

	@Nullable String deadLetterQueue() {
		return this.settings.deadLetterQueue();
	}

	HandlerCall call() {
		HandlerCall call = this.call;
		if (call == null) {
			throw new IllegalStateException("Queue '%s' has no handler".formatted(name()));
		}
		return call;
	}

	/** Whether closing has interrupted the calls that are still running. */
	boolean isInterrupted() {
		return this.queue.state() == SafeQueueState.CLOSED;
	}

	SafeQueueSnapshot snapshot() {
		return this.figures.snapshot(name(), this.queue.state(), this.settings.concurrency());
	}

	void bind(WorkHandler<?> handler) {
		this.call = new HandlerCall(name(), handler, this.settings);
		this.queue.bind(new PermitHandler());
	}

	void start() {
		this.queue.start();
		this.permits.start();
		this.poller.start();
	}

	/** Take nothing more from the store. What is being handled goes on. */
	void stopTaking() {
		this.permits.stop();
		this.poller.stop();
	}

	/** Handle what the store gives, once. */
	private void receive(Permit permit, WorkContext worker) {
		long arrivals = this.permits.arrivals();
		if (!this.permits.isTaking()) {
			this.permits.failed(permit);
			return;
		}
		Reception reception = new Reception(this, permit, worker);
		boolean found = false;
		try {
			List<ReceivedItem> vouchedFor = permit.vouchedFor;
			permit.vouchedFor = List.of();
			if (vouchedFor.isEmpty()) {
				found = this.store.receive(Math.max(1, this.settings.batchSize()), reception);
			}
			else {
				this.store.receiveAgain(vouchedFor, reception);
				// What comes after these items waits.
				found = true;
			}
		}
		catch (Throwable ex) {
			reception.abandoned();
			this.availability.failed(ex);
			this.permits.failed(permit);
			return;
		}
		this.availability.succeeded();
		reception.settled();
		Duration due = reception.due;
		if (due != null && due.compareTo(this.store.pollInterval()) < 0) {
			this.poller.lookIn(due);
		}
		this.permits.done(permit, found, arrivals);
	}

	/** What the store keeps as a dead letter is reported as well, once. */
	void report(Settlement.Dead dead) {
		Object item;
		try {
			item = this.format.read(dead.item().payload());
		}
		catch (RuntimeException | StackOverflowError ex) {
			logger
				.error("Queue '%s': %s is a dead letter: %s".formatted(name(), dead.item(), dead.cause().getMessage()));
			return;
		}
		this.settings.deadLetters().deliver(item, dead.cause(), dead.item().failures() + 1);
	}

	/** Items cannot be read: at most one line a minute. */
	void unreadable(Throwable failure) {
		long now = System.nanoTime();
		long last = this.unreadableLogged.get();
		if (now - last >= MINUTE && this.unreadableLogged.compareAndSet(last, now)) {
			logger.warn(failure.getMessage()
					+ ". They are put back and tried again later, in case another version of the application can read them");
		}
	}

	/** Permits are not work; the item that one of them stands for is in the store. */
	private void undelivered(UndeliveredWork work) {
		if (work.reason() != UndeliveredWork.Reason.IN_FLIGHT) {
			return;
		}
		List<Object> items = work.items()
			.stream()
			.map((permit) -> ((Permit) permit).item())
			.filter(Objects::nonNull)
			.map(Object.class::cast)
			.toList();
		if (!items.isEmpty()) {
			this.settings.undelivered().onUndelivered(new UndeliveredWork(name(), items, work.reason()));
		}
	}

	/**
	 * What the workers call.
	 */
	private final class PermitHandler implements EnclosingHandler {

		@Override
		public void limitCalls(UnaryOperator<WorkHandler<Object>> limiter) {
			call().limitBy(limiter);
		}

		@Override
		public void handle(Object permit, WorkContext worker) {
			receive((Permit) permit, worker);
		}

	}

}
