/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.RejectedWorkException;
import io.github.safequeue.SafeQueueEvent;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.WorkerSnapshot;
import io.github.safequeue.engine.buffer.Admission;
import io.github.safequeue.engine.buffer.QueueBuffer;

/**
 * The queue as submitters and its owner see it. What happens behind an offer is in
 * {@link QueueCore}.
 *
 * @param <T> the type of the items
 */
final class DefaultSafeQueue<T> implements ManagedQueue<T> {

	private final QueueCore core;

	private final String nullMessage;

	private final QueueBuffer buffer;

	private final WorkerPool pool;

	/** Captures the context of submitters; {@code null} where none is propagated. */
	private final @Nullable InvocationContext context;

	private volatile @Nullable WorkHandler<?> handler;

	private volatile Runnable closeAction;

	DefaultSafeQueue(QueueSettings settings, @Nullable WorkHandler<?> handler, Duration drainTimeout) {
		this(settings, handler, drainTimeout, null);
		UnclosedQueues.opened(this.core);
	}

	/** A queue that the report at the end of the JVM leaves out. */
	DefaultSafeQueue(QueueSettings settings, @Nullable WorkHandler<?> handler, Duration drainTimeout,
			@Nullable QueueBuffer buffer) {
		this.core = new QueueCore(settings, buffer);
		this.nullMessage = "Queue '" + settings.name() + "' takes no null items";
		InvocationContext invocation = settings.invocation();
		this.context = (invocation != null && invocation.isCarrying()) ? invocation : null;
		this.buffer = this.core.buffer;
		this.pool = this.core.pool;
		this.closeAction = () -> Drain.close(List.of(this.core), drainTimeout, Drain.GRACE, Drain.REPORTING);
		if (handler != null) {
			bind(handler);
		}
	}

	QueueCore core() {
		return this.core;
	}

	@Override
	public String name() {
		return this.core.name();
	}

	@Override
	public boolean offer(T item) {
		if (item == null) {
			throw new NullPointerException(this.nullMessage);
		}
		InvocationContext context = this.context;
		Object element = (context != null) ? context.withContext(item) : item;
		return answer(this.buffer.offer(element)) == Admission.ACCEPTED;
	}

	@Override
	public CompletableFuture<Void> submit(T item) {
		if (item == null) {
			throw new NullPointerException(this.nullMessage);
		}
		CompletableFuture<Void> future = new CompletableFuture<>();
		InvocationContext context = this.context;
		Envelope envelope = new Envelope(item, future, (context != null) ? context.capture() : null);
		Admission admission = answer(this.buffer.offer(envelope));
		if (admission != Admission.ACCEPTED) {
			future.completeExceptionally(new RejectedWorkException(name(), (admission == Admission.FULL)
					? RejectedWorkException.Reason.FULL : RejectedWorkException.Reason.CLOSED));
		}
		return future;
	}

	@Override
	public boolean offerPreallocated(PreallocatedEntry item) {
		return answer(this.buffer.offerPreallocated(item)) == Admission.ACCEPTED;
	}

	/** Wake a worker for what was accepted, count what was refused. */
	private Admission answer(Admission admission) {
		if (admission == Admission.ACCEPTED) {
			this.pool.signal();
		}
		else if (admission == Admission.FULL) {
			this.core.counters.rejectedFull.add(1);
		}
		else {
			this.core.counters.rejectedClosed.add(1);
		}
		return admission;
	}

	@Override
	public boolean awaitQuiescence(Duration timeout) throws InterruptedException {
		if (isWorker()) {
			throw new IllegalStateException(
					"Queue '%s': a worker would wait for itself; call awaitQuiescence from another thread"
						.formatted(name()));
		}
		return new Quiescence(this.core, false).await(timeout);
	}

	@Override
	public boolean isWorker() {
		return this.pool.isWorker(Thread.currentThread());
	}

	@Override
	public void pause() {
		this.core.pause();
	}

	@Override
	public void resume() {
		this.core.resume();
	}

	@Override
	public int size() {
		return this.core.size();
	}

	@Override
	public int capacity() {
		return this.buffer.capacity();
	}

	@Override
	public boolean hasRoom(int places) {
		return this.buffer.hasRoom(places);
	}

	@Override
	public SafeQueueState state() {
		return this.core.state();
	}

	@Override
	public SafeQueueSnapshot snapshot() {
		return this.core.snapshot();
	}

	@Override
	public @Nullable Class<?> itemType() {
		return this.core.settings.itemType();
	}

	@Override
	public @Nullable Class<?> handledType() {
		WorkHandler<?> handler = this.handler;
		return (handler != null) ? HandledType.of(handler, this.core.settings.batchSize() > 0) : null;
	}

	@Override
	public @Nullable String deadLetterQueue() {
		return this.core.settings.deadLetterQueue();
	}

	@Override
	public boolean isBound() {
		return this.core.isBound();
	}

	@Override
	public void bind(WorkHandler<?> handler) {
		HandledType.check(this.core.settings, handler);
		this.core.bind(handler);
		this.handler = handler;
	}

	@Override
	public void start() {
		this.core.start();
	}

	@Override
	public void suspend(Duration timeout) {
		this.core.suspend(timeout);
	}

	@Override
	public boolean isStarted() {
		return this.core.isStarted();
	}

	@Override
	public @Nullable StepwiseHandling manual() {
		return this.core.stepwise();
	}

	@Override
	public void onClose(Runnable action) {
		this.closeAction = action;
	}

	@Override
	public void onEvent(Consumer<SafeQueueEvent> listener) {
		this.core.notifier.listener(listener);
	}

	@Override
	public void neverClosedIf(BooleanSupplier condition) {
		this.core.neverClosedIf(condition);
	}

	@Override
	public void close() {
		this.closeAction.run();
	}

	@Override
	public List<WorkerSnapshot> workers() {
		return WorkerReport.of(this.pool);
	}

	@Override
	public List<WorkerSnapshot> stuckWorkers() {
		return WorkerReport.of(this.pool, stuckThreshold());
	}

	@Override
	public int stuckCalls() {
		return WorkerReport.countLonger(this.pool, stuckThreshold());
	}

	@Override
	public Duration longestRunning() {
		return WorkerReport.longest(this.pool);
	}

	@Override
	public Duration oldestWaiting() {
		return (size() > 0) ? Duration.ofNanos(this.core.oldestWaiting.nanos(System.nanoTime())) : Duration.ZERO;
	}

	@Override
	public Duration stuckThreshold() {
		return this.core.settings.stuckThreshold();
	}

	@Override
	public int missingWorkers() {
		return (int) this.pool.allInFlights().stream().filter((inFlight) -> inFlight.lostTo != null).count();
	}

	@Override
	public long replacedWorkers() {
		return this.core.collector.replacedWorkers();
	}

	@Override
	public boolean blockedByUnpublishedItem() {
		return this.core.isBlocked();
	}

}
