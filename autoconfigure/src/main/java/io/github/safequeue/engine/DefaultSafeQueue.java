package io.github.safequeue.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.RejectedWorkException;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.UndeliveredWork;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.WorkerSnapshot;

/**
 * The queue: an {@link QueueBuffer}, a {@link WorkerPool} and the {@link RunState} word
 * between them.
 *
 * <p>
 * What submitters, the owner, the drain and the monitor ask of one queue meets here.
 * {@link QueueCounters} reads its counters, {@link UndeliveredCollector} takes care of
 * what will not be handled. Longer than most classes for that: it passes on what each of
 * them is asked.
 *
 * @param <T> the type of the items
 */
final class DefaultSafeQueue<T> implements ManagedQueue<T> {

	private final QueueSettings settings;

	private final String nullMessage;

	/** Captures the context of submitters; {@code null} where none is propagated. */
	private final @Nullable InvocationContext context;

	private final QueueBuffer buffer;

	private final RunState control = new RunState();

	private final WorkerPool pool;

	private final UndeliveredReporter reporter;

	private final UndeliveredCollector collector;

	private final QueueCounters figures;

	private final PaddedLong rejectedFull = new PaddedLong();

	private final PaddedLong rejectedClosed = new PaddedLong();

	private final AtomicReference<@Nullable Drain> drain = new AtomicReference<>();

	private final AtomicBoolean started = new AtomicBoolean();

	private final AtomicBoolean working = new AtomicBoolean();

	private final @Nullable CallerRunsPool manual;

	volatile boolean blocked;

	private volatile Runnable closeAction;

	private volatile BooleanSupplier neverClosed = () -> false;

	DefaultSafeQueue(QueueSettings settings, @Nullable WorkHandler<?> handler, Duration drainTimeout) {
		this(settings, handler, drainTimeout, null);
		UnclosedQueues.opened(this);
	}

	/** A queue that the report at the end of the JVM does not know. */
	DefaultSafeQueue(QueueSettings settings, @Nullable WorkHandler<?> handler, Duration drainTimeout,
			@Nullable QueueBuffer buffer) {
		this.settings = settings;
		this.nullMessage = "Queue '" + settings.name() + "' takes no null items";
		InvocationContext invocation = settings.invocation();
		this.context = (invocation != null && invocation.isCarrying()) ? invocation : null;
		this.buffer = (buffer != null) ? buffer : buffer(settings);
		this.pool = pool();
		this.reporter = new UndeliveredReporter(settings, this.pool.threads);
		this.collector = new UndeliveredCollector(settings, this.buffer, this.pool, this.reporter);
		DeadLetterLog log = settings.manual();
		this.manual = (log != null) ? new CallerRunsPool(settings.name(), this.pool, this.collector, log) : null;
		this.pool.manual = this.manual;
		this.figures = new QueueCounters(settings, this.buffer, this.pool, this.collector);
		this.closeAction = () -> Drain.close(List.of(this), drainTimeout, Drain.GRACE, Drain.REPORTING);
		if (!settings.autoStartup()) {
			this.control.set(RunState.PAUSED);
		}
		if (handler != null) {
			bind(handler);
		}
		WarmUp.ensure();
	}

	private QueueBuffer buffer(QueueSettings settings) {
		return (settings.capacity() == 0) ? new LinkedBuffer()
				: new RingBuffer(settings.capacity(), (settings.key() != null) ? this::startedItems : null);
	}

	private WorkerPool pool() {
		if (this.settings.key() != null) {
			return new KeyedWorkerPool(this.settings, this.buffer, this.control, this::idleWhileDraining, this::late);
		}
		if (this.settings.virtualThreads()) {
			return new VirtualThreadPool(this.settings, this.buffer, this.control, this::idleWhileDraining, this::late);
		}
		return new SharedWorkerPool(this.settings, this.buffer, this.control, this::idleWhileDraining, this::late);
	}

	private long startedItems() {
		return this.pool.started();
	}

	@Override
	public String name() {
		return this.settings.name();
	}

	@Override
	public boolean offer(T item) {
		if (item == null) {
			throw new NullPointerException(this.nullMessage);
		}
		InvocationContext context = this.context;
		return leave((context != null) ? context.withContext(item) : item) == QueueBuffer.ACCEPTED;
	}

	@Override
	public CompletableFuture<Void> submit(T item) {
		if (item == null) {
			throw new NullPointerException(this.nullMessage);
		}
		CompletableFuture<Void> future = new CompletableFuture<>();
		InvocationContext context = this.context;
		int answer = leave(new Envelope(item, future, (context != null) ? context.capture() : null));
		if (answer != QueueBuffer.ACCEPTED) {
			future.completeExceptionally(new RejectedWorkException(name(), (answer == QueueBuffer.FULL)
					? RejectedWorkException.Reason.FULL : RejectedWorkException.Reason.CLOSED));
		}
		return future;
	}

	@Override
	public boolean offerPreallocated(PreallocatedEntry item) {
		return answer(this.buffer.offerPreallocated(item)) == QueueBuffer.ACCEPTED;
	}

	private int leave(Object entry) {
		return answer(this.buffer.offer(entry));
	}

	/** Wake a worker for what was accepted, count what was refused. */
	private int answer(int answer) {
		if (answer == QueueBuffer.ACCEPTED) {
			this.pool.signal();
		}
		else if (answer == QueueBuffer.FULL) {
			this.rejectedFull.add(1);
		}
		else {
			this.rejectedClosed.add(1);
		}
		return answer;
	}

	@Override
	public boolean awaitQuiescence(Duration timeout) throws InterruptedException {
		if (this.pool.isWorker(Thread.currentThread())) {
			throw new IllegalStateException(
					"Queue '%s': a worker would wait for itself; call awaitQuiescence from another thread"
						.formatted(name()));
		}
		return new Quiescence(this).await(timeout);
	}

	@Override
	public void pause() {
		this.control.setUnlessDraining(RunState.PAUSED);
	}

	@Override
	public void resume() {
		this.control.clear(RunState.PAUSED);
		this.pool.wakeAll();
	}

	@Override
	public int size() {
		return this.figures.size();
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
		int word = this.control.get();
		if ((word & RunState.STOPPED) != 0) {
			return SafeQueueState.CLOSED;
		}
		if ((word & RunState.DRAINING) != 0) {
			return SafeQueueState.DRAINING;
		}
		if (!this.started.get()) {
			return SafeQueueState.STARTING;
		}
		return (word == 0) ? SafeQueueState.RUNNING : SafeQueueState.PAUSED;
	}

	@Override
	public SafeQueueSnapshot snapshot() {
		return this.figures.snapshot(state(), this.rejectedFull, this.rejectedClosed);
	}

	@Override
	public @Nullable Class<?> itemType() {
		return this.settings.itemType();
	}

	@Override
	public @Nullable String deadLetterQueue() {
		return this.settings.deadLetterQueue();
	}

	@Override
	public boolean isBound() {
		return this.pool.invoker != null;
	}

	@Override
	public void bind(WorkHandler<?> handler) {
		if (isBound()) {
			throw new IllegalStateException("Queue '" + name() + "' has a handler already");
		}
		this.pool.invoker = new HandlerInvoker(this.settings, this.control, handler, this::passGate);
	}

	@Override
	public void start() {
		this.pool.invoker();
		if (this.control.has(RunState.STOPPED)) {
			return;
		}
		if (this.started.compareAndSet(false, true)) {
			Monitor.watch(this);
		}
		if ((this.manual == null || this.manual.isOver()) && this.working.compareAndSet(false, true)) {
			this.pool.start();
		}
		this.control.clear(RunState.SUSPENDED);
		this.pool.wakeAll();
	}

	@Override
	public void suspend(Duration timeout) {
		this.control.setUnlessDraining(RunState.SUSPENDED);
		this.pool.wakeAll();
		long wait = Nanos.of(timeout);
		long start = System.nanoTime();
		while (this.control.has(RunState.SUSPENDED) && this.pool.isAnyActive() && System.nanoTime() - start < wait) {
			LockSupport.parkNanos(this, 1_000_000);
			if (Thread.currentThread().isInterrupted()) {
				return;
			}
		}
	}

	@Override
	public boolean isStarted() {
		return this.started.get() && !this.control.has(RunState.SUSPENDED | RunState.STOPPED);
	}

	@Override
	public @Nullable StepwiseHandling manual() {
		return this.manual;
	}

	@Override
	public void onClose(Runnable action) {
		this.closeAction = action;
	}

	@Override
	public void neverClosedIf(BooleanSupplier condition) {
		this.neverClosed = condition;
	}

	/** Whether nobody is going to close this queue any more. */
	boolean isNeverClosed() {
		return this.neverClosed.getAsBoolean();
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
		return WorkerReport.of(this.pool, this.settings.stuckThreshold());
	}

	@Override
	public Duration stuckThreshold() {
		return this.settings.stuckThreshold();
	}

	@Override
	public int missingWorkers() {
		return (int) this.pool.allInFlights().stream().filter((inFlight) -> inFlight.lostTo != null).count();
	}

	@Override
	public long replacedWorkers() {
		return this.collector.replacedWorkers();
	}

	@Override
	public boolean blockedByUnpublishedItem() {
		return this.blocked;
	}

	EngineLog log() {
		return this.settings.log();
	}

	QueueBuffer buffer() {
		return this.buffer;
	}

	WorkerPool members() {
		return this.pool;
	}

	RunState control() {
		return this.control;
	}

	UndeliveredReporter reporter() {
		return this.reporter;
	}

	PaddedLong refusedWhenClosed() {
		return this.rejectedClosed;
	}

	AtomicReference<@Nullable Drain> drain() {
		return this.drain;
	}

	private void passGate() {
		Drain drain = this.drain.get();
		if (drain != null) {
			drain.pass();
		}
	}

	private void idleWhileDraining() {
		Drain drain = this.drain.get();
		try {
			if (drain != null) {
				drain.tryClose();
			}
		}
		catch (OutOfMemoryError ex) {
			// The closing thread tries as well.
		}
	}

	/** Start the workers, or wake them, once the queue was told that it drains. */
	void startToDrain() {
		if (isBound()) {
			try {
				start();
			}
			catch (Throwable ex) {
				this.settings.log().error(EngineLog.Trouble.START, name(), ex);
			}
		}
	}

	long settled() {
		return this.figures.settled();
	}

	boolean isQuiet(long accepted) {
		return this.figures.isQuiet(accepted);
	}

	boolean isCollecting() {
		return this.collector.isCollecting();
	}

	/** Refuse from now on and start no further item. */
	void stop() {
		this.buffer.close();
		this.control.set(RunState.STOPPED);
		this.pool.wakeAll();
	}

	void collect(Consumer<List<?>> target, BooleanSupplier patience) {
		this.collector.collect(target, patience);
	}

	void collectLater(UndeliveredWork.Reason reason) {
		this.collector.collectLater(reason);
	}

	boolean reportLate() {
		return this.collector.reportLate();
	}

	private void late(Object entry) {
		this.collector.late(entry);
	}

	void report(List<?> entries, UndeliveredWork.Reason reason) {
		this.collector.report(entries, reason);
	}

	void countUndelivered(int items) {
		this.collector.countUndelivered(items);
	}

	void replaceLost(InFlight inFlight, Throwable cause) {
		this.collector.replaceLost(inFlight, cause);
	}

	/** Sum up, once closed. */
	void finish() {
		this.pool.closeBehind();
		if (this.collector.isAnyExpected()) {
			Monitor.watch(this);
		}
		else {
			Monitor.forget(this);
		}
		SafeQueueSnapshot end = snapshot();
		String message = "Queue '%s' closed: accepted %d, handled %d, failed %d, undelivered %d%s".formatted(name(),
				end.accepted(), end.handled(), end.failed(), end.undelivered(),
				(end.inFlight() > 0) ? ", still in hand " + end.inFlight() : "");
		if (UnclosedQueues.closed(this)) {
			this.settings.log().info(message);
		}
	}

}
