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

import io.github.safequeue.ContextWorkHandler;
import io.github.safequeue.RejectedWorkException;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.WorkContext;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.engine.HandlingSettings;
import io.github.safequeue.engine.ManagedQueue;
import io.github.safequeue.engine.ManagedQueueBuilder;

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

	private final Map<Object, String> ids = Collections.synchronizedMap(new IdentityHashMap<>());

	private InMemoryDurableQueue(ManagedQueue<T> queue, ItemFormat format, boolean batch, boolean handled) {
		super(queue, queue::close);
		this.format = format;
		this.batch = batch;
		this.handled = handled;
	}

	static <T> InMemoryDurableQueue<T> build(ManagedQueueBuilder builder, ItemFormat format, boolean handled) {
		HandlingSettings handling = builder.handling();
		ManagedQueueBuilder part = builder.part(String.valueOf(builder.settings().name()), true)
			.batchSize(handling.batchSize());
		ManagedQueue<T> queue = (ManagedQueue<T>) part.settings().<T>build();
		InMemoryDurableQueue<T> durable = new InMemoryDurableQueue<>(queue, format, handling.batchSize() > 0, handled);
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
	@SuppressWarnings("unchecked")
	public void bind(WorkHandler<?> handler) {
		super.bind(new StoredItems((WorkHandler<Object>) handler));
	}

	private Object stored(Object item) {
		return this.format.read(this.format.write(item));
	}

	/**
	 * Gives the handler items as a store does.
	 */
	private final class StoredItems implements ContextWorkHandler<Object> {

		private final WorkHandler<Object> handler;

		StoredItems(WorkHandler<Object> handler) {
			this.handler = handler;
		}

		@Override
		public void handle(Object element, WorkContext context) throws Exception {
			InMemoryDurableQueue<T> queue = InMemoryDurableQueue.this;
			Object first = (queue.batch) ? ((List<?>) element).get(0) : element;
			if (context.attempt() == 1) {
				// The same object may be submitted again.
				queue.ids.remove(first);
			}
			String id = queue.ids.computeIfAbsent(first, (item) -> UUID.randomUUID().toString());
			Object argument = (queue.batch) ? stored((List<?>) element) : queue.stored(element);
			if (this.handler instanceof ContextWorkHandler<Object> withContext) {
				withContext.handle(argument,
						new StoredWorkContext(queue.name(), context.attempt(), id, context.attempt()));
			}
			else {
				this.handler.handle(argument);
			}
			queue.ids.remove(first);
		}

		private List<Object> stored(List<?> items) {
			return items.stream().map(InMemoryDurableQueue.this::stored).toList();
		}

	}

}
