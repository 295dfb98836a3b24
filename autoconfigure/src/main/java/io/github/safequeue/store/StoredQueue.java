/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.safequeue.RejectedWorkException;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueDiagnostics;
import io.github.safequeue.SafeQueueEvent;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.StoreStatus;
import io.github.safequeue.StoredDeadLetter;
import io.github.safequeue.StoredQueueDiagnostics;
import io.github.safequeue.UndeliveredWork;
import io.github.safequeue.UndeliveredWorkException;
import io.github.safequeue.UndeliveredWorkHandler;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.engine.HandlingSettings;
import io.github.safequeue.engine.ManagedQueue;
import io.github.safequeue.engine.ManagedQueueBuilder;
import io.github.safequeue.engine.ManagedQueues;

/**
 * A queue with a store: submitters reach its outgoing side, a queue of the engine whose
 * worker writes to the store; its incoming side takes from the store and calls the
 * handler.
 *
 * @param <T> the type of the items
 */
final class StoredQueue<T> extends DelegatingQueue<T> implements StoredQueueDiagnostics {

	private static final Log logger = LogFactory.getLog(SafeQueue.class);

	private static final int BATCH = 500;

	private static final Duration DRAIN = Duration.ofSeconds(30);

	private final ItemStore store;

	private final StoreAvailability availability;

	private final OutgoingWriter writer;

	private final @Nullable IncomingSide incoming;

	private final @Nullable String deadLetterQueue;

	private final AtomicBoolean ended = new AtomicBoolean();

	private StoredQueue(ManagedQueue<T> outgoing, ItemStore store, StoreAvailability availability,
			OutgoingWriter writer, @Nullable IncomingSide incoming, @Nullable String deadLetterQueue) {
		super(outgoing, () -> {
		});
		this.store = store;
		this.availability = availability;
		this.writer = writer;
		this.incoming = incoming;
		this.deadLetterQueue = deadLetterQueue;
		onClose(() -> ManagedQueues.closeTogether(List.of(this), DRAIN, Duration.ofSeconds(1), Duration.ofSeconds(1)));
	}

	/**
	 * Build the queue.
	 * @param builder the settings of the queue
	 * @param type the kind of store
	 * @param store the store
	 * @param format how its items are written
	 * @param handled whether this application handles the items
	 */
	static <T> StoredQueue<T> build(ManagedQueueBuilder builder, String type, ItemStore store, ItemFormat format,
			boolean handled) {
		String name = String.valueOf(builder.settings().name());
		HandlingSettings handling = builder.handling();
		StoreAvailability availability = new StoreAvailability(name, type, Clock.systemUTC());
		OutgoingWriter writer = new OutgoingWriter(name, store, format, handling.key(), availability);
		UndeliveredWorkHandler undelivered = handling.undelivered();
		ManagedQueueBuilder part = builder.part(name + "-store", true)
			.withoutKey()
			.withoutDeadLetterQueue()
			.withoutHandlerTimeout()
			.unobserved();
		part.settings()
			.concurrency(1)
			.virtualThreads(false)
			.autoStartup(true)
			.retry(new OutgoingRetry())
			.undeliveredWorkHandler((work) -> undelivered.onUndelivered(notStored(work)))
			.batchHandler(writer, BATCH);
		ManagedQueue<T> outgoing = (ManagedQueue<T>) part.settings().<T>build();
		IncomingSide incoming = null;
		if (handled && store instanceof TransactionalStore transactional) {
			incoming = new IncomingSide(builder, handling, transactional, format, availability);
			if (handling.handler() != null) {
				incoming.bind(handling.handler());
			}
		}
		return new StoredQueue<>(outgoing, store, availability, writer, incoming, handling.deadLetterQueue());
	}

	/** What is being written may have been stored; all else was not. */
	private static UndeliveredWork notStored(UndeliveredWork work) {
		return (work.reason() == UndeliveredWork.Reason.IN_FLIGHT) ? work
				: new UndeliveredWork(work.queue(), work.items(), UndeliveredWork.Reason.NOT_STORED);
	}

	// Submitting

	@Override
	public CompletableFuture<Void> send(T item) {
		CompletableFuture<Void> result = new CompletableFuture<>();
		var unused = this.outgoing.submit(item).whenComplete((nothing, failure) -> {
			if (failure == null) {
				result.complete(null);
			}
			else {
				result.completeExceptionally(notStored(failure));
			}
		});
		return result;
	}

	private static Throwable notStored(Throwable failure) {
		return (failure instanceof UndeliveredWorkException undelivered
				&& undelivered.reason() != UndeliveredWork.Reason.IN_FLIGHT)
						? new UndeliveredWorkException(undelivered.queue(), UndeliveredWork.Reason.NOT_STORED)
						: failure;
	}

	@Override
	public void enqueue(T item) {
		if (item == null) {
			throw new NullPointerException("Queue '" + name() + "' takes no null items");
		}
		if (state() == SafeQueueState.CLOSED) {
			throw new RejectedWorkException(name(), RejectedWorkException.Reason.CLOSED);
		}
		OutgoingItem outgoing;
		try {
			outgoing = this.writer.toOutgoing(item);
		}
		catch (RuntimeException | StackOverflowError ex) {
			throw new RefusedItemException(name(), 0, ex);
		}
		this.store.enqueue(outgoing);
	}

	// Owner

	@Override
	ManagedQueue<?> handling() {
		return (this.incoming != null) ? this.incoming.queue() : this.outgoing;
	}

	@Override
	public void pause() {
		if (this.incoming != null) {
			super.pause();
		}
	}

	@Override
	public void resume() {
		if (this.incoming != null) {
			super.resume();
		}
	}

	@Override
	public @Nullable String deadLetterQueue() {
		return this.deadLetterQueue;
	}

	@Override
	public boolean needsHandler() {
		return false;
	}

	@Override
	public boolean isBound() {
		return this.incoming != null && this.incoming.queue().isBound();
	}

	@Override
	public @Nullable Class<?> handledType() {
		// That of the engine's queue is a permit.
		return null;
	}

	@Override
	public void bind(WorkHandler<?> handler) {
		if (this.incoming != null) {
			this.incoming.bind(handler);
		}
	}

	@Override
	public void start() {
		this.outgoing.start();
		if (this.incoming != null && isBound()) {
			this.incoming.start();
		}
	}

	@Override
	public void suspend(Duration timeout) {
		if (this.incoming != null) {
			this.incoming.queue().suspend(timeout);
		}
		this.outgoing.suspend(timeout);
	}

	@Override
	public void onEvent(Consumer<SafeQueueEvent> listener) {
		this.outgoing.onEvent(listener);
		IncomingSide incoming = this.incoming;
		if (incoming != null) {
			incoming.queue()
				.onEvent((event) -> listener
					.accept(new SafeQueueEvent(event.queue(), event.kind(), incoming.snapshot())));
		}
	}

	@Override
	public List<ManagedQueue<?>> parts() {
		List<ManagedQueue<?>> parts = new ArrayList<>();
		parts.add(this.outgoing);
		if (this.incoming != null) {
			parts.add(this.incoming.queue());
		}
		return parts;
	}

	@Override
	public void beginClosing() {
		if (this.incoming != null) {
			this.incoming.stopTaking();
		}
	}

	@Override
	public void endClosing() {
		if (!this.ended.compareAndSet(false, true)) {
			return;
		}
		SafeQueueSnapshot end = incoming();
		if (end != null) {
			logger.info(
					"Queue '%s' took from its store (%s): accepted %d, handled %d, failed %d, returned %d, in flight %d"
						.formatted(name(), this.availability.type(), end.accepted(), end.handled(), end.failed(),
								end.undelivered(), end.inFlight()));
		}
		try {
			this.store.close();
		}
		catch (RuntimeException ex) {
			logger.warn("Queue '%s': its store (%s) could not be closed: %s".formatted(name(), this.availability.type(),
					StoreAvailability.describe(ex)));
		}
	}

	// Diagnostics

	/** What waits for a handler waits in the store; permits do not count. */
	@Override
	public Duration oldestWaiting() {
		return (this.incoming != null) ? Duration.ZERO : super.oldestWaiting();
	}

	@Override
	public @Nullable SafeQueueSnapshot incoming() {
		return (this.incoming != null) ? this.incoming.snapshot() : null;
	}

	@Override
	public SafeQueueSnapshot outgoing() {
		return this.outgoing.snapshot();
	}

	@Override
	public SafeQueueDiagnostics writing() {
		return this.outgoing;
	}

	@Override
	public StoreStatus availability() {
		return status(new StoreFigures(0, false, Duration.ZERO, 0));
	}

	@Override
	public StoreStatus store() {
		try {
			StoreFigures figures = this.store.figures();
			this.availability.succeeded();
			return status(figures);
		}
		catch (RuntimeException ex) {
			this.availability.failed(ex);
			return availability();
		}
	}

	private StoreStatus status(StoreFigures figures) {
		StoreAvailability.State state = this.availability.state();
		return new StoreStatus(this.availability.type(), state.available(), state.since(), figures.waiting(),
				figures.waitingIsLowerBound(), figures.oldestWaiting(), figures.dead());
	}

	@Override
	public List<StoredDeadLetter> deadLetters(int max) {
		return this.store.deadLetters(max);
	}

	@Override
	public boolean requeue(String id) {
		return this.store.requeue(id);
	}

}
