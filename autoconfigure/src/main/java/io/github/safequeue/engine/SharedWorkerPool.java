package io.github.safequeue.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.WorkTimings;

/**
 * A crew in which each worker takes from the inbox and calls the handler itself.
 *
 * <p>
 * Submitters read one word, the number of parked workers, and look for one of them only
 * if there is any. A worker that took an item and sees more wakes the next one, so that
 * two submitters who chose the same worker are served by two.
 *
 * <p>
 * A single worker that takes item by item from a ring owns it. Why, and how it hands the
 * ring over: decision 0005.
 */
final class SharedWorkerPool extends WorkerPool {

	private final PaddedLong parked = new PaddedLong();

	/** The inbox, if the one worker owns it. */
	private final @Nullable RingBuffer owned;

	private final boolean several;

	private volatile Taker[] takers;

	SharedWorkerPool(QueueSettings settings, QueueBuffer buffer, RunState control, Runnable idleWhileDraining,
			Consumer<Object> late) {
		super(settings, buffer, control, idleWhileDraining, late);
		this.several = settings.concurrency() > 1;
		this.owned = (!this.several && settings.batchSize() == 0 && settings.manual() == null
				&& buffer instanceof RingBuffer ring) ? ring : null;
		this.takers = new Taker[settings.concurrency()];
		for (int i = 0; i < this.takers.length; i++) {
			this.takers[i] = new Taker(newInFlight(this.owned));
			this.workers.add(this.takers[i]);
		}
	}

	@Override
	void signal() {
		if (this.parked.get() != 0) {
			for (Taker taker : this.takers) {
				if (taker.parker.wake(taker.stamp)) {
					return;
				}
			}
		}
	}

	@Override
	boolean step() {
		return this.takers[0].step();
	}

	@Override
	void replace(InFlight inFlight) {
		Taker taker = new Taker(newInFlight(this.owned));
		List<Taker> takers = new ArrayList<>(List.of(this.takers));
		takers.add(taker);
		this.takers = takers.toArray(Taker[]::new);
		this.workers.add(taker);
		taker.startThread();
	}

	/**
	 * The owner reads the control word after it began a cycle, and a handshake makes the
	 * one visible to the closing thread and the other to the owner. Who has something in
	 * hand or was settling it then, or is at rest, reads the word before it takes once
	 * more.
	 */
	@Override
	boolean isHandedOver() {
		if (this.owned != null) {
			for (Taker taker : this.takers) {
				if (!taker.hasStoppedTaking()) {
					return false;
				}
			}
		}
		return true;
	}

	private final class Taker extends Worker {

		/** Whoever is in there has taken its item. */
		private static final String EXECUTION = HandlerInvoker.class.getName();

		/** So that a compiled version of the method is entered now and then. */
		private static final int LONGEST_RUN = 1024;

		private final WaitSampler sampler;

		private @Nullable HandlerInvoker invoker;

		Taker(InFlight inFlight) {
			super(SharedWorkerPool.this, inFlight, false);
			this.sampler = new WaitSampler(SharedWorkerPool.this.settings, SharedWorkerPool.this.buffer, this.parker);
		}

		@Override
		boolean work() {
			HandlerInvoker invoker = this.invoker;
			if (invoker == null) {
				invoker = invoker();
				this.invoker = invoker;
			}
			RingBuffer owned = SharedWorkerPool.this.owned;
			if (owned != null) {
				return workAsOwner(invoker, owned);
			}
			int batchSize = SharedWorkerPool.this.settings.batchSize();
			return (batchSize > 0) ? workBatch(invoker, batchSize) : workOne(invoker);
		}

		/** One item after the other, without a step that other processors see at once. */
		private boolean workAsOwner(HandlerInvoker invoker, RingBuffer buffer) {
			InFlight inFlight = this.inFlight;
			RunState control = this.control;
			for (int done = 0; done < LONGEST_RUN; done++) {
				inFlight.begin();
				int word = control.get();
				Object entry = (word == 0 || (done == 0 && RunState.mayStart(word))) ? buffer.take() : null;
				if (entry == null) {
					inFlight.end();
					return done > 0;
				}
				if (this.stamp) {
					this.sampler.taken();
				}
				invoker.run(inFlight, entry);
				inFlight.endAsOwner();
				Thread.interrupted();
			}
			return true;
		}

		private boolean hasStoppedTaking() {
			Thread thread = this.inFlight.thread;
			if (thread == null || thread == Thread.currentThread() || this.inFlight.detached) {
				return true;
			}
			StackTraceElement[] stack = Worker.handshake(thread);
			return isResting() || this.inFlight.inHand() != null || thread.getState() == Thread.State.TERMINATED
					|| isSettling(stack);
		}

		/** Who follows a future on the worker's thread may block. */
		private boolean isSettling(StackTraceElement[] stack) {
			for (StackTraceElement frame : stack) {
				if (frame.getClassName().equals(EXECUTION)) {
					return true;
				}
			}
			return false;
		}

		private boolean workOne(HandlerInvoker invoker) {
			InFlight inFlight = this.inFlight;
			inFlight.begin();
			Object entry = SharedWorkerPool.this.buffer.poll();
			if (entry == null) {
				inFlight.end();
				return false;
			}
			inFlight.assign(entry);
			taken();
			invoker.run(inFlight, entry);
			inFlight.end();
			Thread.interrupted();
			return true;
		}

		private boolean workBatch(HandlerInvoker invoker, int batchSize) {
			InFlight inFlight = this.inFlight;
			inFlight.begin();
			List<Object> entries = new ArrayList<>(Math.min(batchSize, 256));
			if (SharedWorkerPool.this.buffer.poll(entries, batchSize) == 0) {
				inFlight.end();
				return false;
			}
			inFlight.assign(entries);
			taken();
			invoker.runBatch(inFlight, entries);
			inFlight.end();
			Thread.interrupted();
			return true;
		}

		private void taken() {
			if (SharedWorkerPool.this.several && !SharedWorkerPool.this.buffer.isEmpty()) {
				signal();
			}
			if (this.stamp) {
				this.sampler.taken();
			}
		}

		@Override
		boolean hasWork() {
			return !SharedWorkerPool.this.buffer.isEmpty();
		}

		@Override
		void parking() {
			SharedWorkerPool.this.parked.add(1);
		}

		@Override
		void unparked() {
			SharedWorkerPool.this.parked.add(-1);
		}

	}

	/** Samples waiting times without cost for the submitters. */
	static final class WaitSampler {

		private final QueueBuffer buffer;

		private final Parker parker;

		private final String queue;

		private final @Nullable WorkTimings timings;

		private long mark = -1;

		private long markedAt;

		WaitSampler(QueueSettings settings, QueueBuffer buffer, Parker parker) {
			this.buffer = buffer;
			this.parker = parker;
			this.queue = settings.name();
			this.timings = settings.timings();
		}

		/**
		 * An item was taken. If a submitter woke the worker for it, it waited since then.
		 * Else it is measured how long the newest item of an earlier moment took to be
		 * taken.
		 */
		void taken() {
			WorkTimings timings = this.timings;
			if (timings == null) {
				return;
			}
			long wokenAt = this.parker.wokenAt;
			if (wokenAt != 0) {
				this.parker.wokenAt = 0;
				timings.waiting(this.queue, System.nanoTime() - wokenAt);
			}
			long taken = this.buffer.taken();
			if (this.mark >= 0 && taken > this.mark) {
				timings.waiting(this.queue, System.nanoTime() - this.markedAt);
				this.mark = -1;
			}
			if (this.mark < 0) {
				long accepted = this.buffer.accepted();
				if (accepted > taken) {
					this.mark = accepted - 1;
					this.markedAt = System.nanoTime();
				}
			}
		}

	}

}
