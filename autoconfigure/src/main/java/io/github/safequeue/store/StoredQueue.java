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

	private static final Duration PROBE_INTERVAL = Duration.ofSeconds(5);

	private static final Duration DRAIN = Duration.ofSeconds(30);

	/** How long to wait for the end of the store, after all else. */
	private static final Duration CLOSING = Duration.ofSeconds(1);

	private static final Duration CLOSING_UNAVAILABLE = Duration.ofMillis(200);

	private final ItemStore store;

	private final StoreAvailability availability;

	private final OutgoingWriter writer;

	private final StoreObserver observer;

	private final @Nullable IncomingSide incoming;

	private final @Nullable String deadLetterQueue;

	/** Looks whether a broker can be reached, and has it deliver. */
	private final @Nullable Poller probe;

	private final AtomicBoolean ended = new AtomicBoolean();

	private StoredQueue(ManagedQueue<T> outgoing, ItemStore store, StoreAvailability availability,
			OutgoingWriter writer, StoreObserver observer, @Nullable IncomingSide incoming,
			@Nullable String deadLetterQueue) {
		super(outgoing, () -> {
		});
		this.store = store;
		this.availability = availability;
		this.writer = writer;
		this.observer = observer;
		this.incoming = incoming;
		this.deadLetterQueue = deadLetterQueue;
		this.probe = (store instanceof DeliveringStore)
				? new Poller("safequeue-" + name() + "-probe", PROBE_INTERVAL, this::probe) : null;
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
		StoreObserver observer = new StoreObserver(name, handling.observer());
		OutgoingWriter writer = new OutgoingWriter(name, store, format, handling.key(), observer, availability);
		UndeliveredWorkHandler undelivered = handling.undelivered();
		ManagedQueueBuilder part = builder.part(name + "-store", true)
			.withoutKey()
			.withoutDeadLetterQueue()
			.withoutHandlerTimeout()
			.unobserved();
		if (handling.observer() != null) {
			part.capturing(handling.observer()::capture);
		}
		part.settings()
			.concurrency(1)
			.virtualThreads(false)
			.autoStartup(true)
			.retry(new OutgoingRetry())
			.undeliveredWorkHandler((work) -> undelivered.onUndelivered(notStored(work)))
			.batchHandler(writer, store.writeLimit());
		ManagedQueue<T> outgoing = (ManagedQueue<T>) part.settings().<T>build();
		IncomingSide incoming = null;
		if (handled) {
			incoming = incoming(builder, handling, store, format, availability);
			if (handling.handler() != null) {
				incoming.bind(handling.handler());
			}
		}
		return new StoredQueue<>(outgoing, store, availability, writer, observer, incoming, handling.deadLetterQueue());
	}

	private static IncomingSide incoming(ManagedQueueBuilder builder, HandlingSettings handling, ItemStore store,
			ItemFormat format, StoreAvailability availability) {
		return (store instanceof DeliveringStore delivering)
				? new DeliverySide(builder, handling, delivering, format, availability)
				: new ReceivingSide(builder, handling, (TransactionalStore) store, format, availability);
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
			outgoing = this.writer.toOutgoing(item, this.observer.capture());
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
			if (this.probe != null) {
				this.probe.lookIn(Duration.ZERO);
			}
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
		if (this.probe != null) {
			this.probe.start();
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
		if (this.probe != null) {
			this.probe.stop();
		}
		SafeQueueSnapshot end = incoming();
		if (end != null) {
			logger.info(
					"Queue '%s' took from its store (%s): accepted %d, handled %d, failed %d, returned %d, in flight %d"
						.formatted(name(), this.availability.type(), end.accepted(), end.handled(), end.failed(),
								end.undelivered(), end.inFlight()));
		}
		closeStore();
	}

	/** A store that does not answer delays the closing of the application by little. */
	private void closeStore() {
		String type = this.availability.type();
		Duration limit = this.availability.state().available() ? CLOSING : CLOSING_UNAVAILABLE;
		try {
			if (!BoundedClosing.run("safequeue-" + name() + "-closing", limit, this.store::close)) {
				logger.warn("Queue '%s': its store (%s) does not answer, it closes in the background".formatted(name(),
						type));
			}
		}
		catch (RuntimeException ex) {
			logger.warn("Queue '%s': its store (%s) could not be closed: %s".formatted(name(), type,
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

	private void probe() {
		if (store().available() && this.incoming != null) {
			try {
				this.incoming.keepTaking();
			}
			catch (RuntimeException ex) {
				this.availability.failed(ex);
			}
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
