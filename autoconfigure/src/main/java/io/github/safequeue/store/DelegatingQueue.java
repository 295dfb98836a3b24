/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.DurableQueue;
import io.github.safequeue.SafeQueueEvent;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.WorkerSnapshot;
import io.github.safequeue.engine.ManagedQueue;
import io.github.safequeue.engine.PreallocatedEntry;
import io.github.safequeue.engine.StepwiseHandling;

/**
 * A durable queue that submitters reach by a queue of the engine.
 *
 * @param <T> the type of the items
 */
abstract class DelegatingQueue<T> implements ManagedQueue<T>, DurableQueue<T> {

	final ManagedQueue<T> outgoing;

	private volatile Runnable closeAction;

	DelegatingQueue(ManagedQueue<T> outgoing, Runnable closeAction) {
		this.outgoing = outgoing;
		this.closeAction = closeAction;
	}

	@Override
	public final String name() {
		return this.outgoing.name();
	}

	@Override
	public final boolean offer(T item) {
		return this.outgoing.offer(item);
	}

	/** Nothing is counted: who handles the item may be another process. */
	@Override
	public final CompletableFuture<Void> submit(T item) {
		if (item == null) {
			throw new NullPointerException("Queue '" + name() + "' takes no null items");
		}
		return CompletableFuture.failedFuture(new UnsupportedOperationException(
				"Queue '%s' has a store: another process may handle the item. Call send(...), whose future completes when the item is stored"
					.formatted(name())));
	}

	@Override
	public final boolean offerPreallocated(PreallocatedEntry item) {
		return this.outgoing.offerPreallocated(item);
	}

	@Override
	public final boolean awaitQuiescence(Duration timeout) throws InterruptedException {
		return this.outgoing.awaitQuiescence(timeout);
	}

	@Override
	public final int size() {
		return this.outgoing.size();
	}

	@Override
	public final int capacity() {
		return this.outgoing.capacity();
	}

	@Override
	public final boolean hasRoom(int places) {
		return this.outgoing.hasRoom(places);
	}

	@Override
	public final SafeQueueState state() {
		return this.outgoing.state();
	}

	@Override
	public final SafeQueueSnapshot snapshot() {
		return this.outgoing.snapshot();
	}

	@Override
	public final @Nullable Class<?> itemType() {
		return this.outgoing.itemType();
	}

	@Override
	public final boolean isStarted() {
		return this.outgoing.isStarted();
	}

	@Override
	public final void onClose(Runnable action) {
		this.closeAction = action;
	}

	@Override
	public final void close() {
		this.closeAction.run();
	}

	@Override
	public final void neverClosedIf(BooleanSupplier condition) {
		this.outgoing.neverClosedIf(condition);
	}

	/** The queue that calls the handler. */
	abstract ManagedQueue<?> handling();

	@Override
	public void pause() {
		handling().pause();
	}

	@Override
	public void resume() {
		handling().resume();
	}

	@Override
	public boolean isWorker() {
		return this.outgoing.isWorker() || handling().isWorker();
	}

	@Override
	public @Nullable Class<?> handledType() {
		return handling().handledType();
	}

	@Override
	public @Nullable String deadLetterQueue() {
		return handling().deadLetterQueue();
	}

	@Override
	public boolean isBound() {
		return handling().isBound();
	}

	@Override
	public void bind(WorkHandler<?> handler) {
		handling().bind(handler);
	}

	@Override
	public void start() {
		this.outgoing.start();
	}

	@Override
	public void suspend(Duration timeout) {
		this.outgoing.suspend(timeout);
	}

	@Override
	public @Nullable StepwiseHandling manual() {
		return handling().manual();
	}

	@Override
	public void onEvent(Consumer<SafeQueueEvent> listener) {
		this.outgoing.onEvent(listener);
	}

	@Override
	public final List<WorkerSnapshot> workers() {
		return handling().workers();
	}

	@Override
	public final List<WorkerSnapshot> stuckWorkers() {
		return handling().stuckWorkers();
	}

	@Override
	public final Duration stuckThreshold() {
		return handling().stuckThreshold();
	}

	@Override
	public final int stuckCalls() {
		return handling().stuckCalls();
	}

	@Override
	public final Duration longestRunning() {
		return handling().longestRunning();
	}

	@Override
	public Duration oldestWaiting() {
		return this.outgoing.oldestWaiting();
	}

	@Override
	public final int missingWorkers() {
		return handling().missingWorkers();
	}

	@Override
	public final long replacedWorkers() {
		return handling().replacedWorkers();
	}

	@Override
	public final boolean blockedByUnpublishedItem() {
		return this.outgoing.blockedByUnpublishedItem();
	}

}
