package io.github.safequeue.engine;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The workers of one queue: they take from the inbox and call the handler in slots.
 *
 * <p>
 * {@link #signal()} is called by submitters, the other methods by the owner, the monitor
 * and the thread that closes.
 */
abstract class WorkerPool {

	final QueueSettings settings;

	final QueueBuffer buffer;

	final RunState control;

	/** Takes an entry that a worker had in hand when the queue was closed around it. */
	final Consumer<Object> late;

	final WorkerThreads threads;

	/** Called by a worker that found nothing to do while the queue drains. */
	final Runnable idleWhileDraining;

	volatile @Nullable HandlerInvoker invoker;

	/** Whose steps stand in for the workers', where items are handled by hand. */
	@Nullable CallerRunsPool manual;

	/** The slots; more are added for handler calls that are left behind. */
	final List<InFlight> inFlights = new CopyOnWriteArrayList<>();

	final List<Worker> workers = new CopyOnWriteArrayList<>();

	WorkerPool(QueueSettings settings, QueueBuffer buffer, RunState control, Runnable idleWhileDraining,
			Consumer<Object> late) {
		this.late = late;
		this.settings = settings;
		this.buffer = buffer;
		this.control = control;
		this.idleWhileDraining = idleWhileDraining;
		this.threads = new WorkerThreads(settings);
	}

	/**
	 * Wake a worker if one is needed for what was just left in the inbox.
	 */
	abstract void signal();

	/**
	 * Return how many items left the queue's size: their handling began.
	 * @return the number of items started
	 */
	long started() {
		return this.buffer.taken();
	}

	/**
	 * Start the threads.
	 */
	final void start() {
		for (Worker worker : this.workers) {
			worker.startThread();
		}
	}

	/**
	 * Take and handle something on the calling thread, in the place of a worker.
	 * @return whether there was something
	 */
	abstract boolean step();

	/**
	 * Look at all that waits, and leave it there.
	 * @param target receives the entries, oldest first
	 */
	void peek(List<Object> target) {
		this.buffer.peek(target);
	}

	/**
	 * Let all workers look at the control word.
	 */
	void wakeAll() {
		// By index: an iterator would need memory. Workers are only ever added.
		for (int i = 0; i < this.workers.size(); i++) {
			this.workers.get(i).unpark();
		}
	}

	/**
	 * Provide another worker for what the one in this slot can no longer do.
	 * @param inFlight the slot whose handler call waits for the closing
	 */
	abstract void replace(InFlight inFlight);

	/**
	 * Take all that waits, after the queue was stopped.
	 * @param target receives the entries, oldest first
	 */
	void drainTo(List<Object> target) {
		this.buffer.poll(target, Integer.MAX_VALUE);
	}

	/**
	 * Note that a place of the inbox was given up: nothing was started for it.
	 */
	void skipped() {
	}

	/**
	 * Tell whether any worker but the calling thread may start an item, or handles one.
	 * @return whether any may
	 */
	final boolean isAnyActive() {
		Thread current = Thread.currentThread();
		for (Worker worker : this.workers) {
			if (!worker.isAtRest() && !worker.isRunBy(current)) {
				return true;
			}
		}
		for (InFlight inFlight : this.inFlights) {
			if (InFlight.busy(inFlight.cycle()) && inFlight.thread != current) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Let a slot be used again after the thread in it died.
	 * @param inFlight the slot
	 */
	void revive(InFlight inFlight) {
		inFlight.reset();
		for (Worker worker : this.workers) {
			if (worker.inFlight == inFlight) {
				worker.startThread();
			}
		}
	}

	/**
	 * Tell whether all that was moved behind the inbox before this call has been taken
	 * from there.
	 * @return a condition to ask until it holds
	 */
	BooleanSupplier takenBehind() {
		return () -> true;
	}

	/**
	 * Return the slots, those of workers that call no handler included.
	 * @return all slots
	 */
	Collection<InFlight> allInFlights() {
		return this.inFlights;
	}

	/**
	 * Close what is behind the inbox: what a worker has moved on can no longer be left
	 * there.
	 */
	void closeBehind() {
	}

	/**
	 * Tell whether no worker takes from the inbox without regard to others, after the
	 * queue was stopped. Nobody else may take before.
	 * @return whether others may take
	 */
	boolean isHandedOver() {
		return true;
	}

	/**
	 * Wait a moment for what workers move from the inbox to their own queues.
	 * @return whether nothing is on the move
	 */
	boolean settledMoves() {
		return true;
	}

	/**
	 * Return how many items wait for the worker in a slot, where no other may take them.
	 * @param inFlight the worker's slot
	 * @return the number, {@code null} if the worker takes from what waits for all
	 */
	@Nullable Integer waitingFor(InFlight inFlight) {
		return null;
	}

	final boolean isWorker(Thread thread) {
		for (InFlight inFlight : this.inFlights) {
			if (inFlight.thread == thread) {
				return true;
			}
		}
		for (Worker worker : this.workers) {
			if (worker.isRunBy(thread)) {
				return true;
			}
		}
		return false;
	}

	final InFlight newInFlight() {
		return newInFlight(null);
	}

	final InFlight newInFlight(@Nullable RingBuffer owned) {
		InFlight inFlight = new InFlight(this.settings.name(), this.inFlights.size() + 1, this.settings.batchSize() > 0,
				owned, this.control);
		this.inFlights.add(inFlight);
		return inFlight;
	}

	final HandlerInvoker invoker() {
		HandlerInvoker invoker = this.invoker;
		if (invoker == null) {
			throw new IllegalStateException("Queue '" + this.settings.name() + "' has no handler");
		}
		return invoker;
	}

}
