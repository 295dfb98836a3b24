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
 * The queue: an {@link Inbox}, a {@link Crew} and the {@link Control} word between them.
 *
 * <p>
 * What submitters, the owner, the drain and the monitor ask of one queue meets here.
 * {@link Figures} reads its counters, {@link Leftovers} takes care of what will not be
 * handled. Longer than most classes for that: it passes on what each of them is asked.
 *
 * @param <T> the type of the items
 */
final class DefaultSafeQueue<T> implements ManagedQueue<T> {

	private final Settings settings;

	private final String nullMessage;

	/** Captures the context of submitters; {@code null} where none is propagated. */
	private final @Nullable Surroundings context;

	private final Inbox inbox;

	private final Control control = new Control();

	private final Crew crew;

	private final Telling telling;

	private final Leftovers leftovers;

	private final Figures figures;

	private final Isolated rejectedFull = new Isolated();

	private final Isolated rejectedClosed = new Isolated();

	private final AtomicReference<@Nullable Drain> drain = new AtomicReference<>();

	private final AtomicBoolean started = new AtomicBoolean();

	private final AtomicBoolean working = new AtomicBoolean();

	private final @Nullable ManualSteps manual;

	volatile boolean blocked;

	private volatile Runnable closeAction;

	private volatile BooleanSupplier neverClosed = () -> false;

	DefaultSafeQueue(Settings settings, @Nullable WorkHandler<?> handler, Duration drainTimeout) {
		this(settings, handler, drainTimeout, null);
		Ledger.opened(this);
	}

	/** A queue that the report at the end of the JVM does not know. */
	DefaultSafeQueue(Settings settings, @Nullable WorkHandler<?> handler, Duration drainTimeout,
			@Nullable Inbox inbox) {
		this.settings = settings;
		this.nullMessage = "Queue '" + settings.name() + "' takes no null items";
		Surroundings surroundings = settings.surroundings();
		this.context = (surroundings != null && surroundings.isCarrying()) ? surroundings : null;
		this.inbox = (inbox != null) ? inbox : inbox(settings);
		this.crew = crew();
		this.telling = new Telling(settings, this.crew.threads);
		this.leftovers = new Leftovers(settings, this.inbox, this.crew, this.telling);
		DeadLetterLog log = settings.manual();
		this.manual = (log != null) ? new ManualSteps(settings.name(), this.crew, this.leftovers, log) : null;
		this.crew.manual = this.manual;
		this.figures = new Figures(settings, this.inbox, this.crew, this.leftovers);
		this.closeAction = () -> Drain.close(List.of(this), drainTimeout, Drain.GRACE, Drain.TELLING);
		if (!settings.autoStartup()) {
			this.control.set(Control.PAUSED);
		}
		if (handler != null) {
			bind(handler);
		}
		WarmUp.ensure();
	}

	private Inbox inbox(Settings settings) {
		return (settings.capacity() == 0) ? new LinkedInbox()
				: new RingInbox(settings.capacity(), (settings.key() != null) ? this::startedItems : null);
	}

	private Crew crew() {
		if (this.settings.key() != null) {
			return new LaneCrew(this.settings, this.inbox, this.control, this::idleWhileDraining, this::late);
		}
		if (this.settings.virtualThreads()) {
			return new VirtualCrew(this.settings, this.inbox, this.control, this::idleWhileDraining, this::late);
		}
		return new PooledCrew(this.settings, this.inbox, this.control, this::idleWhileDraining, this::late);
	}

	private long startedItems() {
		return this.crew.started();
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
		Surroundings context = this.context;
		return leave((context != null) ? context.withContext(item) : item) == Inbox.ACCEPTED;
	}

	@Override
	public CompletableFuture<Void> submit(T item) {
		if (item == null) {
			throw new NullPointerException(this.nullMessage);
		}
		CompletableFuture<Void> future = new CompletableFuture<>();
		Surroundings context = this.context;
		int answer = leave(new Submission(item, future, (context != null) ? context.capture() : null));
		if (answer != Inbox.ACCEPTED) {
			future.completeExceptionally(new RejectedWorkException(name(),
					(answer == Inbox.FULL) ? RejectedWorkException.Reason.FULL : RejectedWorkException.Reason.CLOSED));
		}
		return future;
	}

	@Override
	public boolean offerReserved(ReservedItem item) {
		return answer(this.inbox.offerReserved(item)) == Inbox.ACCEPTED;
	}

	private int leave(Object entry) {
		return answer(this.inbox.offer(entry));
	}

	/** Wake a worker for what was accepted, count what was refused. */
	private int answer(int answer) {
		if (answer == Inbox.ACCEPTED) {
			this.crew.signal();
		}
		else if (answer == Inbox.FULL) {
			this.rejectedFull.add(1);
		}
		else {
			this.rejectedClosed.add(1);
		}
		return answer;
	}

	@Override
	public boolean awaitQuiescence(Duration timeout) throws InterruptedException {
		if (this.crew.isWorker(Thread.currentThread())) {
			throw new IllegalStateException(
					"Queue '%s': a worker would wait for itself; call awaitQuiescence from another thread"
						.formatted(name()));
		}
		return new Quiescence(this).await(timeout);
	}

	@Override
	public void pause() {
		this.control.setUnlessDraining(Control.PAUSED);
	}

	@Override
	public void resume() {
		this.control.clear(Control.PAUSED);
		this.crew.wakeAll();
	}

	@Override
	public int size() {
		return this.figures.size();
	}

	@Override
	public int capacity() {
		return this.inbox.capacity();
	}

	@Override
	public boolean hasRoom(int places) {
		return this.inbox.hasRoom(places);
	}

	@Override
	public SafeQueueState state() {
		int word = this.control.get();
		if ((word & Control.STOPPED) != 0) {
			return SafeQueueState.CLOSED;
		}
		if ((word & Control.DRAINING) != 0) {
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
		return this.crew.execution != null;
	}

	@Override
	public void bind(WorkHandler<?> handler) {
		if (isBound()) {
			throw new IllegalStateException("Queue '" + name() + "' has a handler already");
		}
		this.crew.execution = new Execution(this.settings, this.control, handler, this::passGate);
	}

	@Override
	public void start() {
		this.crew.execution();
		if (this.control.has(Control.STOPPED)) {
			return;
		}
		if (this.started.compareAndSet(false, true)) {
			Monitor.watch(this);
		}
		if ((this.manual == null || this.manual.isOver()) && this.working.compareAndSet(false, true)) {
			this.crew.start();
		}
		this.control.clear(Control.SUSPENDED);
		this.crew.wakeAll();
	}

	@Override
	public void suspend(Duration timeout) {
		this.control.setUnlessDraining(Control.SUSPENDED);
		this.crew.wakeAll();
		long wait = Nanos.of(timeout);
		long start = System.nanoTime();
		while (this.control.has(Control.SUSPENDED) && this.crew.isAnyActive() && System.nanoTime() - start < wait) {
			LockSupport.parkNanos(this, 1_000_000);
			if (Thread.currentThread().isInterrupted()) {
				return;
			}
		}
	}

	@Override
	public boolean isStarted() {
		return this.started.get() && !this.control.has(Control.SUSPENDED | Control.STOPPED);
	}

	@Override
	public @Nullable ManualHandling manual() {
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
		return WorkerReport.of(this.crew);
	}

	@Override
	public List<WorkerSnapshot> stuckWorkers() {
		return WorkerReport.of(this.crew, this.settings.stuckThreshold());
	}

	@Override
	public Duration stuckThreshold() {
		return this.settings.stuckThreshold();
	}

	@Override
	public int missingWorkers() {
		return (int) this.crew.allSlots().stream().filter((slot) -> slot.lostTo != null).count();
	}

	@Override
	public long replacedWorkers() {
		return this.leftovers.replacedWorkers();
	}

	@Override
	public boolean blockedByUnpublishedItem() {
		return this.blocked;
	}

	EngineLog log() {
		return this.settings.log();
	}

	Inbox inbox() {
		return this.inbox;
	}

	Crew members() {
		return this.crew;
	}

	Control control() {
		return this.control;
	}

	Telling telling() {
		return this.telling;
	}

	Isolated refusedWhenClosed() {
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

	boolean isSweeping() {
		return this.leftovers.isSweeping();
	}

	/** Refuse from now on and start no further item. */
	void stop() {
		this.inbox.close();
		this.control.set(Control.STOPPED);
		this.crew.wakeAll();
	}

	void sweep(Consumer<List<?>> target, BooleanSupplier patience) {
		this.leftovers.sweep(target, patience);
	}

	void sweepLater(UndeliveredWork.Reason reason) {
		this.leftovers.sweepLater(reason);
	}

	boolean reportLate() {
		return this.leftovers.reportLate();
	}

	private void late(Object entry) {
		this.leftovers.late(entry);
	}

	void report(List<?> entries, UndeliveredWork.Reason reason) {
		this.leftovers.report(entries, reason);
	}

	void countUndelivered(int items) {
		this.leftovers.countUndelivered(items);
	}

	void replaceLost(Slot slot, Throwable cause) {
		this.leftovers.replaceLost(slot, cause);
	}

	/** Sum up, once closed. */
	void finish() {
		this.crew.closeBehind();
		if (this.leftovers.isAnyExpected()) {
			Monitor.watch(this);
		}
		else {
			Monitor.forget(this);
		}
		SafeQueueSnapshot end = snapshot();
		String message = "Queue '%s' closed: accepted %d, handled %d, failed %d, undelivered %d%s".formatted(name(),
				end.accepted(), end.handled(), end.failed(), end.undelivered(),
				(end.inFlight() > 0) ? ", still in hand " + end.inFlight() : "");
		if (Ledger.closed(this)) {
			this.settings.log().info(message);
		}
	}

}
