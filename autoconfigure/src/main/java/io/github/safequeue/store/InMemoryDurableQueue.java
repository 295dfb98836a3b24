/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import io.github.safequeue.RejectedWorkException;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.WorkContext;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.engine.EnclosingHandler;
import io.github.safequeue.engine.HandlingSettings;
import io.github.safequeue.engine.ManagedQueue;
import io.github.safequeue.engine.ManagedQueueBuilder;
import io.github.safequeue.engine.ManagedQueues;

/**
 * Stands for a queue with a store in a test that handles the items step by step: nothing
 * but memory, and what the handler gets was written and read.
 *
 * @param <T> the type of the items
 */
final class InMemoryDurableQueue<T> extends DelegatingQueue<T> {

	private final ItemFormat format;

	private final boolean batch;

	private final boolean handled;

	private final HandlingSettings handling;

	private final StoreObserver observer;

	/** Identity and headers of what is being handled. */
	private final Map<Object, OutgoingItem> identified = Collections.synchronizedMap(new IdentityHashMap<>());

	private InMemoryDurableQueue(ManagedQueue<T> queue, HandlingSettings handling, ItemFormat format, boolean handled) {
		super(queue, queue::close);
		this.handling = handling;
		this.observer = new StoreObserver(queue.name(), handling.observer());
		this.format = format;
		this.batch = handling.batchSize() > 0;
		this.handled = handled;
	}

	static <T> InMemoryDurableQueue<T> build(ManagedQueueBuilder builder, ItemFormat format, boolean handled) {
		HandlingSettings handling = builder.handling();
		ManagedQueueBuilder part = builder.part(String.valueOf(builder.settings().name()), true)
			.batchSize(handling.batchSize())
			.unobserved();
		if (handling.observer() != null) {
			part.capturing(handling.observer()::capture);
		}
		ManagedQueue<T> queue = (ManagedQueue<T>) part.settings().<T>build();
		InMemoryDurableQueue<T> durable = new InMemoryDurableQueue<>(queue, handling, format, handled);
		if (handling.handler() != null) {
			durable.bind(handling.handler());
		}
		return durable;
	}

	@Override
	ManagedQueue<?> handling() {
		return this.outgoing;
	}

	@Override
	public CompletableFuture<Void> send(T item) {
		try {
			checkWritable(item);
		}
		catch (RefusedItemException ex) {
			return CompletableFuture.failedFuture(ex);
		}
		if (this.outgoing.offer(item)) {
			return CompletableFuture.completedFuture(null);
		}
		return CompletableFuture.failedFuture(refused());
	}

	@Override
	public void enqueue(T item) {
		checkWritable(item);
		if (state() == SafeQueueState.CLOSED) {
			throw new RejectedWorkException(name(), RejectedWorkException.Reason.CLOSED);
		}
		AfterCommit.run(() -> {
			if (!this.outgoing.offer(item)) {
				throw refused();
			}
		});
	}

	/** Refuse what a store refuses. */
	private void checkWritable(T item) {
		if (item == null) {
			throw new NullPointerException("Queue '" + name() + "' takes no null items");
		}
		try {
			this.format.write(item);
		}
		catch (RuntimeException | StackOverflowError ex) {
			throw new RefusedItemException(name(), 0, ex);
		}
	}

	private RejectedWorkException refused() {
		return new RejectedWorkException(name(), (state() == SafeQueueState.CLOSED)
				? RejectedWorkException.Reason.CLOSED : RejectedWorkException.Reason.FULL);
	}

	@Override
	public List<ManagedQueue<?>> parts() {
		return List.of(this.outgoing);
	}

	@Override
	public boolean needsHandler() {
		return this.handled;
	}

	@Override
	public void start() {
		if (isBound()) {
			super.start();
		}
	}

	@Override
	public void bind(WorkHandler<?> handler) {
		super.bind(new StoredItems(new HandlerCall(name(), handler, this.handling)));
	}

	/** The payload is written anew for each attempt. */
	private OutgoingItem identify(WorkContext worker) {
		return new OutgoingItem(UUID.randomUUID().toString(), null, "",
				(this.batch) ? Map.of() : this.observer.headers(ManagedQueues.captured(worker).get(0)));
	}

	private Object stored(Object item) {
		return this.format.read(this.format.write(item));
	}

	/**
	 * Gives the handler items as a store does.
	 */
	private final class StoredItems implements EnclosingHandler {

		private final HandlerCall call;

		StoredItems(HandlerCall call) {
			this.call = call;
		}

		@Override
		public void limitCalls(UnaryOperator<WorkHandler<Object>> limiter) {
			this.call.limitBy(limiter);
		}

		@Override
		public void handle(Object element, WorkContext worker) throws Exception {
			InMemoryDurableQueue<T> queue = InMemoryDurableQueue.this;
			Object first = (queue.batch) ? ((List<?>) element).get(0) : element;
			if (worker.attempt() == 1) {
				// The same object may be submitted again.
				queue.identified.remove(first);
			}
			OutgoingItem item = queue.identified.computeIfAbsent(first, (same) -> queue.identify(worker));
			StoredWorkContext context = new StoredWorkContext(queue.name(), worker.attempt(), item.id(),
					worker.attempt());
			if (queue.batch) {
				List<Object> items = stored((List<?>) element);
				this.call.call(items, items.size(), Map.of(), context, worker);
			}
			else {
				this.call.call(queue.stored(element), 1, item.headers(), context, worker);
			}
			queue.identified.remove(first);
		}

		private List<Object> stored(List<?> items) {
			return items.stream().map(InMemoryDurableQueue.this::stored).toList();
		}

	}

}
