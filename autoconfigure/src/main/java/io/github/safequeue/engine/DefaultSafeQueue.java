package io.github.safequeue.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

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
 * All figures come from few sources, so that the law of conservation holds in each
 * snapshot: accepted is the number of claims in the inbox, the waiting items are the
 * claims that were not started, and in flight is what was started and not settled. What
 * is settled is counted by the workers, each for itself. Readers add up settled items
 * first, then read what was started, then what was accepted.
 *
 * <p>
 * Longer than most classes: what submitters, the owner, the drain and the monitor ask of
 * one queue meets here, and each of them touches the same few fields.
 *
 * @param <T> the type of the items
 */
final class DefaultSafeQueue<T> implements ManagedQueue<T> {

	private final Settings settings;

	private final String nullMessage;

	private final Inbox inbox;

	private final Control control = new Control();

	private final Crew crew;

	private final AtomicLong rejectedFull = new AtomicLong();

	private final AtomicLong rejectedClosed = new AtomicLong();

	private final AtomicLong undelivered = new AtomicLong();

	/** Places that were claimed and not filled yet, given up when the queue closed. */
	private final Set<Long> skipped = ConcurrentHashMap.newKeySet();

	private final AtomicLong voided = new AtomicLong();

	private final AtomicLong replacedWorkers = new AtomicLong();

	private final AtomicReference<@Nullable Drain> drain = new AtomicReference<>();

	private final AtomicBoolean started = new AtomicBoolean();

	/** What the sweep took, and what the monitor goes on with if memory was short. */
	private @Nullable Leftovers leftovers;

	private volatile boolean sweeping;

	private volatile UndeliveredWork.@Nullable Reason unswept;

	volatile boolean blocked;

	private volatile Runnable closeAction;

	DefaultSafeQueue(Settings settings, @Nullable WorkHandler<?> handler, Duration drainTimeout) {
		this(settings, handler, drainTimeout, null);
	}

	DefaultSafeQueue(Settings settings, @Nullable WorkHandler<?> handler, Duration drainTimeout,
			@Nullable Inbox inbox) {
		this.settings = settings;
		this.nullMessage = "Queue '" + settings.name() + "' takes no null items";
		this.inbox = (inbox != null) ? inbox : inbox(settings);
		this.crew = crew();
		this.closeAction = () -> Drain.close(List.of(this), drainTimeout, Drain.GRACE);
		if (!settings.autoStartup()) {
			this.control.set(Control.PAUSED);
		}
		if (handler != null) {
			bind(handler);
		}
		WarmUp.ensure();
		Ledger.opened(this);
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
		return leave(item) == Inbox.ACCEPTED;
	}

	@Override
	public CompletableFuture<Void> submit(T item) {
		if (item == null) {
			throw new NullPointerException(this.nullMessage);
		}
		CompletableFuture<Void> future = new CompletableFuture<>();
		int answer = leave(new Submission(item, future));
		if (answer != Inbox.ACCEPTED) {
			future.completeExceptionally(new RejectedWorkException(name(),
					(answer == Inbox.FULL) ? RejectedWorkException.Reason.FULL : RejectedWorkException.Reason.CLOSED));
		}
		return future;
	}

	private int leave(Object entry) {
		int answer = this.inbox.offer(entry);
		if (answer == Inbox.ACCEPTED) {
			this.crew.signal();
		}
		else if (answer == Inbox.FULL) {
			this.rejectedFull.getAndIncrement();
		}
		else {
			this.rejectedClosed.getAndIncrement();
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
		Quiescence quiescence = new Quiescence(this);
		long wait = Nanos.of(timeout);
		long start = System.nanoTime();
		long nap = 20_000;
		while (!quiescence.reached()) {
			long left = wait - (System.nanoTime() - start);
			if (left <= 0) {
				return false;
			}
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
			LockSupport.parkNanos(this, Math.min(left, nap));
			nap = Math.min(2 * nap, 2_000_000);
		}
		return true;
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
		long started = this.crew.started();
		return clamp(this.inbox.accepted() - started);
	}

	@Override
	public int capacity() {
		return this.inbox.capacity();
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
		long undelivered = this.undelivered.get();
		long voided = this.voided.get();
		long handled = 0;
		long failed = 0;
		long retried = 0;
		for (Slot slot : this.crew.slots) {
			handled += slot.handled();
			failed += slot.failed();
			retried += slot.retried();
		}
		long started = this.crew.started();
		long accepted = this.inbox.accepted();
		return new SafeQueueSnapshot(name(), state(), clamp(accepted - started), capacity(),
				this.settings.concurrency(), clamp(started - voided - handled - failed - undelivered),
				accepted - voided, handled, failed, undelivered, retried, this.rejectedFull.get(),
				this.rejectedClosed.get());
	}

	private static int clamp(long value) {
		return (int) Math.max(0, Math.min(value, Integer.MAX_VALUE));
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
	public void onClose(Runnable action) {
		this.closeAction = action;
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
	public Duration stuckThreshold() {
		return this.settings.stuckThreshold();
	}

	@Override
	public int missingWorkers() {
		return (int) this.crew.allSlots().stream().filter((slot) -> slot.lostTo != null).count();
	}

	@Override
	public long replacedWorkers() {
		return this.replacedWorkers.get();
	}

	@Override
	public boolean blockedByUnpublishedItem() {
		return this.blocked;
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

	AtomicLong refusedWhenClosed() {
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

	/** Begin to drain, whatever state the queue is in. */
	void beginDrain() {
		this.control.drain();
		if (isBound()) {
			try {
				start();
			}
			catch (Throwable ex) {
				EngineLog.error(EngineLog.Trouble.START, name(), ex);
			}
		}
	}

	/**
	 * Return how many accepted items are settled.
	 * @return what is handled, failed, undelivered or given up
	 */
	long settled() {
		long settled = this.undelivered.get() + this.voided.get();
		for (Slot slot : this.crew.slots) {
			settled += slot.handled() + slot.failed();
		}
		return settled;
	}

	/**
	 * Tell whether nothing waits and nothing runs but handler calls that wait for the
	 * closing themselves.
	 * @param accepted the number of accepted items
	 * @return whether all of them are settled or left behind
	 */
	boolean isQuiet(long accepted) {
		long settled = settled();
		long leftBehind = 0;
		for (Slot slot : this.crew.slots) {
			if (slot.entangled) {
				leftBehind += slot.inHandCount();
			}
		}
		return accepted - settled == leftBehind;
	}

	boolean isSweeping() {
		return this.sweeping;
	}

	/** Refuse from now on and start no further item. */
	void stop() {
		this.inbox.close();
		this.control.set(Control.STOPPED);
		this.crew.wakeAll();
	}

	/**
	 * Take what waits and report it. Called once the queue was stopped, and again by the
	 * monitor where there was not enough memory.
	 * @param reason why it was not handled
	 * @param patience waits a moment for a submitter between its claim and its
	 * publication; says {@code false} when it is time to go on without that item
	 */
	void sweep(UndeliveredWork.Reason reason, BooleanSupplier patience) {
		this.sweeping = true;
		Leftovers leftovers = (this.leftovers != null) ? this.leftovers : new Leftovers(this.settings);
		this.leftovers = leftovers;
		List<Object> entries = leftovers.entries;
		this.crew.closeBehind();
		this.crew.drainTo(entries);
		while (!this.inbox.isEmpty()) {
			if (!patience.getAsBoolean()) {
				skipUnpublished();
			}
			this.crew.drainTo(entries);
		}
		this.undelivered.addAndGet(leftovers.count());
		if (!leftovers.tryTell(reason)) {
			throw new OutOfMemoryError("No memory to report what queue '" + name() + "' holds");
		}
		this.leftovers = null;
		this.unswept = null;
		this.sweeping = false;
	}

	/** Leave to the monitor what could not be swept for lack of memory. */
	void sweepLater(UndeliveredWork.Reason reason) {
		this.unswept = reason;
	}

	private void skipUnpublished() {
		long index = this.inbox.skipUnpublished();
		if (index >= 0) {
			this.voided.incrementAndGet();
			this.crew.skipped();
			this.skipped.add(index);
		}
	}

	/**
	 * Report what could not be reported when the queue closed, and what was left late in
	 * places that were given up. Called by the monitor.
	 * @return whether nothing more is to be expected
	 */
	boolean reportLate() {
		UndeliveredWork.Reason reason = this.unswept;
		if (reason != null) {
			sweep(reason, () -> false);
		}
		this.skipped.removeIf((index) -> {
			Object entry = this.inbox.pollSkipped(index);
			if (entry != null) {
				this.voided.decrementAndGet();
				late(entry);
			}
			return entry != null;
		});
		return this.skipped.isEmpty();
	}

	private void late(Object entry) {
		this.undelivered.incrementAndGet();
		leftovers(entry).tell(UndeliveredWork.Reason.DRAIN_TIMEOUT);
	}

	/** Waits for the memory: the entry is in nobody else's hands. */
	private Leftovers leftovers(Object entry) {
		for (;;) {
			try {
				Leftovers leftovers = new Leftovers(this.settings);
				leftovers.entries.add(entry);
				return leftovers;
			}
			catch (OutOfMemoryError ex) {
				Shortage.nap();
			}
		}
	}

	/**
	 * Replace a worker that died, and report what it had in hand. Called by the monitor.
	 * @param slot the slot it died in
	 * @param cause what ended it
	 */
	void replaceLost(Slot slot, Throwable cause) {
		Object inHand = slot.inHand();
		// All that needs memory comes first; without it the next look begins again.
		Leftovers lost = new Leftovers(this.settings);
		if (inHand instanceof List<?> list && this.settings.batchSize() > 0) {
			lost.entries.addAll(list);
		}
		else if (inHand != null) {
			lost.entries.add(inHand);
		}
		String message = "Queue '%s': worker %d died and is replaced; in hand: %s".formatted(name(), slot.number,
				slot.describeInHand());
		this.undelivered.addAndGet(lost.entries.size());
		try {
			this.crew.revive(slot);
			this.replacedWorkers.incrementAndGet();
			EngineLog.error(message, cause);
		}
		finally {
			lost.tell(UndeliveredWork.Reason.WORKER_LOST);
		}
	}

	/** Sum up, once closed. */
	void finish() {
		this.crew.closeBehind();
		if (this.skipped.isEmpty() && this.unswept == null) {
			Monitor.forget(this);
		}
		else {
			Monitor.watch(this);
		}
		SafeQueueSnapshot end = snapshot();
		String message = "Queue '%s' closed: accepted %d, handled %d, failed %d, undelivered %d%s".formatted(name(),
				end.accepted(), end.handled(), end.failed(), end.undelivered(),
				(end.inFlight() > 0) ? ", still in hand " + end.inFlight() : "");
		if (Ledger.closed(this)) {
			EngineLog.info(message);
		}
	}

}
