/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.SafeQueueEvent;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.UndeliveredWork;
import io.github.safequeue.UndeliveredWorkException;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.engine.buffer.PaddedLong;
import io.github.safequeue.engine.buffer.QueueBuffer;
import io.github.safequeue.engine.buffer.QueueBuffers;

/**
 * The parts of one queue and how they work together: buffer, source, worker pool, run
 * state, counters. The drain and the watchdog see it by narrow interfaces.
 *
 * <p>
 * Longer than most classes, since it answers to each of them.
 */
final class QueueCore implements DrainTarget, QueueWatchdog.Watched, UnclosedQueues.Entry {

	final QueueSettings settings;

	final QueueBuffer buffer;

	final WorkSource source;

	final RunState runState = new RunState();

	final WorkerEnvironment environment;

	final WorkerPool pool;

	final QueueCounters counters;

	final UndeliveredCollector collector;

	final QueueNotifier notifier;

	final OldestWaiting oldestWaiting;

	private final StuckCalls stuckCalls;

	final Refusals refusals;

	private final UndeliveredReporter reporter;

	private final AtomicReference<@Nullable Closing> closing = new AtomicReference<>();

	private final AtomicBoolean started = new AtomicBoolean();

	private final AtomicBoolean working = new AtomicBoolean();

	private final @Nullable CallerRunsPool stepwise;

	private volatile boolean blocked;

	private volatile BooleanSupplier neverClosed = () -> false;

	/** Create the parts. */
	QueueCore(QueueSettings settings, @Nullable QueueBuffer buffer) {
		WarmUp.ensure(settings.log());
		this.settings = settings;
		PaddedLong started = new PaddedLong();
		this.buffer = (buffer != null) ? buffer : buffer(settings, started);
		Function<Object, ?> key = settings.key();
		this.source = (key != null) ? new KeyedSource(this.buffer, started, settings, key)
				: new OrderedSource(this.buffer, settings.batchSize());
		this.environment = new WorkerEnvironment(settings, this.runState, this.source, this::idleWhileDraining);
		WorkerPool pool = (settings.virtualThreads()) ? new VirtualThreadPool(this.environment)
				: new SharedWorkerPool(this.environment);
		this.stepwise = (settings.deadLetters() instanceof DeadLetterLog log)
				? new CallerRunsPool(this.environment, pool, log, this::discarded) : null;
		this.pool = (this.stepwise != null) ? this.stepwise : pool;
		this.reporter = new UndeliveredReporter(settings, this.environment.threads, this.pool.inFlights);
		this.collector = new UndeliveredCollector(settings, this.source, this.pool, this.reporter);
		this.counters = new QueueCounters(settings, this.source, this.pool, this.collector);
		this.notifier = new QueueNotifier(settings, this.environment.threads, this::snapshot);
		this.oldestWaiting = new OldestWaiting(this.source);
		this.stuckCalls = new StuckCalls(settings, this.pool, this.notifier);
		this.refusals = new Refusals(settings, this.buffer, this.counters.rejectedFull, this.notifier);
		if (!settings.autoStartup()) {
			this.runState.set(RunState.PAUSED);
		}
	}

	private static QueueBuffer buffer(QueueSettings settings, PaddedLong started) {
		int capacity = settings.capacity();
		if (capacity == 0) {
			return QueueBuffers.unbounded();
		}
		return (settings.key() != null) ? QueueBuffers.bounded(capacity, started::get) : QueueBuffers.bounded(capacity);
	}

	@Override
	public String name() {
		return this.settings.name();
	}

	@Override
	public EngineLog log() {
		return this.settings.log();
	}

	@Nullable CallerRunsPool stepwise() {
		return this.stepwise;
	}

	void bind(WorkHandler<?> handler) {
		if (isBound()) {
			throw new IllegalStateException("Queue '" + name() + "' has a handler already");
		}
		this.environment.setInvoker(new HandlerInvoker(this.settings, this.runState, this.source, handler,
				this::passClosing, this.collector::reportLate));
	}

	@Override
	public boolean isBound() {
		return this.environment.hasInvoker();
	}

	void start() {
		this.environment.invoker();
		if (this.runState.has(RunState.STOPPED)) {
			return;
		}
		if (this.started.compareAndSet(false, true)) {
			QueueWatchdog.watch(this);
		}
		CallerRunsPool stepwise = this.stepwise;
		if ((stepwise == null || stepwise.isOver()) && this.working.compareAndSet(false, true)) {
			this.pool.start();
		}
		this.runState.clear(RunState.SUSPENDED);
		this.pool.wakeAll();
	}

	boolean isStarted() {
		return this.started.get() && !this.runState.has(RunState.SUSPENDED | RunState.STOPPED);
	}

	/** Let no further item start, and wait for those in flight elsewhere. */
	void suspend(Duration timeout) {
		this.runState.setUnlessDraining(RunState.SUSPENDED);
		this.pool.wakeAll();
		long wait = Nanos.of(timeout);
		long start = System.nanoTime();
		while (this.runState.has(RunState.SUSPENDED) && this.pool.isAnyActive() && System.nanoTime() - start < wait) {
			LockSupport.parkNanos(this, 1_000_000);
			if (Thread.currentThread().isInterrupted()) {
				return;
			}
		}
	}

	SafeQueueState state() {
		int word = this.runState.get();
		if ((word & RunState.STOPPED) != 0) {
			return SafeQueueState.CLOSED;
		}
		if ((word & RunState.DRAINING) != 0) {
			return SafeQueueState.DRAINING;
		}
		if (!this.started.get()) {
			return SafeQueueState.STARTING;
		}
		return (RunState.mayStart(word)) ? SafeQueueState.RUNNING : SafeQueueState.PAUSED;
	}

	SafeQueueSnapshot snapshot() {
		return this.counters.snapshot(state());
	}

	/** Pause, unless the queue is paused, drains or is closed. */
	void pause() {
		synchronized (this.notifier) {
			if (this.runState.setUnlessDraining(RunState.PAUSED)) {
				this.notifier.publish(SafeQueueEvent.Kind.PAUSED);
			}
		}
	}

	void resume() {
		synchronized (this.notifier) {
			if (this.runState.clear(RunState.PAUSED)) {
				this.notifier.publish(SafeQueueEvent.Kind.RESUMED);
			}
		}
		this.pool.wakeAll();
	}

	void neverClosedIf(BooleanSupplier condition) {
		this.neverClosed = condition;
	}

	@Override
	public boolean isNeverClosed() {
		return this.neverClosed.getAsBoolean();
	}

	@Override
	public int abandon() {
		return Drain.abandon(this);
	}

	@Override
	public int size() {
		return this.counters.size();
	}

	@Override
	public int inFlight() {
		return snapshot().inFlight();
	}

	@Override
	public PaddedLong refusedWhenClosed() {
		return this.counters.rejectedClosed;
	}

	private void passClosing() {
		Closing closing = this.closing.get();
		if (closing != null) {
			closing.pass();
		}
	}

	private void idleWhileDraining() {
		Closing closing = this.closing.get();
		try {
			if (closing != null) {
				closing.tryClose();
			}
		}
		catch (OutOfMemoryError ex) {
			// The closing thread tries as well.
		}
	}

	private void discarded(List<Object> elements) {
		this.collector.countUndelivered(elements.size());
		FutureCompletion completion = new FutureCompletion(name(), log());
		UndeliveredWorkException failure = new UndeliveredWorkException(name(), UndeliveredWork.Reason.CLOSED,
				"it was discarded by a test that handles the queue step by step");
		elements.forEach((element) -> completion.complete(element, failure));
	}

	@Override
	public AtomicReference<@Nullable Closing> closing() {
		return this.closing;
	}

	@Override
	public void beginDraining() {
		this.runState.drain();
	}

	void beginFlushing() {
		this.runState.flush();
		startToDrain();
	}

	/** Return whether all that is left waits for its next attempt, or for a key of it. */
	boolean waitsForRetries() {
		int waiting = 0;
		for (InFlight inFlight : this.pool.inFlights) {
			if (inFlight.betweenAttempts) {
				waiting++;
			}
			else if (inFlight.isBusy() && !inFlight.detached) {
				return false;
			}
		}
		return this.source.waitsForRetries()
				|| (waiting > 0 && (this.buffer.isEmpty() || waiting == this.pool.inFlights.size()));
	}

	@Override
	public void startToDrain() {
		if (isBound()) {
			try {
				start();
			}
			catch (Throwable ex) {
				log().error(EngineLog.Trouble.START, name(), ex);
			}
		}
	}

	@Override
	public boolean isQuiet(long accepted) {
		return this.counters.isQuiet(accepted);
	}

	@Override
	public void stop() {
		this.buffer.close();
		this.runState.set(RunState.STOPPED);
		this.pool.wakeAll();
	}

	@Override
	public void finish() {
		if (this.collector.isAnyExpected()) {
			QueueWatchdog.watch(this);
		}
		else {
			QueueWatchdog.forget(this);
		}
		if (UnclosedQueues.closed(this)) {
			sumUp(snapshot());
			this.notifier.publish(SafeQueueEvent.Kind.CLOSED);
		}
	}

	private void sumUp(SafeQueueSnapshot end) {
		String message = "Queue '%s' closed: accepted %d, handled %d, failed %d, undelivered %d, in flight %d, refused %d"
			.formatted(name(), end.accepted(), end.handled(), end.failed(), end.undelivered(), end.inFlight(),
					end.rejectedFull() + end.rejectedClosed());
		if (end.undelivered() > 0 || end.inFlight() > 0) {
			log().warn(message);
		}
		else {
			log().info(message);
		}
	}

	@Override
	public QueueNotifier notifier() {
		return this.notifier;
	}

	@Override
	public StuckCalls stuckCalls() {
		return this.stuckCalls;
	}

	@Override
	public void lookAtWaiting(long now) {
		this.refusals.look(now);
		this.oldestWaiting.look(now);
		this.notifier.start();
	}

	@Override
	public QueueBuffer buffer() {
		return this.buffer;
	}

	@Override
	public WorkerPool pool() {
		return this.pool;
	}

	@Override
	public UndeliveredCollector collector() {
		return this.collector;
	}

	@Override
	public UndeliveredReporter reporter() {
		return this.reporter;
	}

	@Override
	public long accepted() {
		return this.buffer.accepted();
	}

	@Override
	public boolean isStopped() {
		return this.runState.has(RunState.STOPPED);
	}

	@Override
	public boolean isAnythingUnsettled(long accepted) {
		return this.counters.settled() < accepted;
	}

	@Override
	public void blocked(boolean blocked) {
		this.blocked = blocked;
	}

	boolean isBlocked() {
		return this.blocked;
	}

}
