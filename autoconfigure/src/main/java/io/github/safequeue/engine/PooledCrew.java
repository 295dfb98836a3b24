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
final class PooledCrew extends Crew {

	private final Isolated parked = new Isolated();

	/** The inbox, if the one worker owns it. */
	private final @Nullable RingInbox owned;

	private final boolean several;

	private volatile Taker[] takers;

	PooledCrew(Settings settings, Inbox inbox, Control control, Runnable idleWhileDraining, Consumer<Object> late) {
		super(settings, inbox, control, idleWhileDraining, late);
		this.several = settings.concurrency() > 1;
		this.owned = (!this.several && settings.batchSize() == 0 && settings.manual() == null
				&& inbox instanceof RingInbox ring) ? ring : null;
		this.takers = new Taker[settings.concurrency()];
		for (int i = 0; i < this.takers.length; i++) {
			this.takers[i] = new Taker(newSlot(this.owned));
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
	void replace(Slot slot) {
		Taker taker = new Taker(newSlot(this.owned));
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
		private static final String EXECUTION = Execution.class.getName();

		/** So that a compiled version of the method is entered now and then. */
		private static final int LONGEST_RUN = 1024;

		private final WaitSampler sampler;

		private @Nullable Execution execution;

		Taker(Slot slot) {
			super(PooledCrew.this, slot, false);
			this.sampler = new WaitSampler(PooledCrew.this.settings, PooledCrew.this.inbox, this.parker);
		}

		@Override
		boolean work() {
			Execution execution = this.execution;
			if (execution == null) {
				execution = execution();
				this.execution = execution;
			}
			RingInbox owned = PooledCrew.this.owned;
			if (owned != null) {
				return workAsOwner(execution, owned);
			}
			int batchSize = PooledCrew.this.settings.batchSize();
			return (batchSize > 0) ? workBatch(execution, batchSize) : workOne(execution);
		}

		/** One item after the other, without a step that other processors see at once. */
		private boolean workAsOwner(Execution execution, RingInbox inbox) {
			Slot slot = this.slot;
			Control control = this.control;
			for (int done = 0; done < LONGEST_RUN; done++) {
				slot.begin();
				int word = control.get();
				Object entry = (word == 0 || (done == 0 && Control.mayStart(word))) ? inbox.take() : null;
				if (entry == null) {
					slot.end();
					return done > 0;
				}
				if (this.stamp) {
					this.sampler.taken();
				}
				execution.run(slot, entry);
				slot.endAsOwner();
				Thread.interrupted();
			}
			return true;
		}

		private boolean hasStoppedTaking() {
			Thread thread = this.slot.thread;
			if (thread == null || thread == Thread.currentThread() || this.slot.entangled) {
				return true;
			}
			StackTraceElement[] stack = Worker.handshake(thread);
			return isResting() || this.slot.inHand() != null || thread.getState() == Thread.State.TERMINATED
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

		private boolean workOne(Execution execution) {
			Slot slot = this.slot;
			slot.begin();
			Object entry = PooledCrew.this.inbox.poll();
			if (entry == null) {
				slot.end();
				return false;
			}
			slot.hold(entry);
			taken();
			execution.run(slot, entry);
			slot.end();
			Thread.interrupted();
			return true;
		}

		private boolean workBatch(Execution execution, int batchSize) {
			Slot slot = this.slot;
			slot.begin();
			List<Object> entries = new ArrayList<>(Math.min(batchSize, 256));
			if (PooledCrew.this.inbox.poll(entries, batchSize) == 0) {
				slot.end();
				return false;
			}
			slot.hold(entries);
			taken();
			execution.runBatch(slot, entries);
			slot.end();
			Thread.interrupted();
			return true;
		}

		private void taken() {
			if (PooledCrew.this.several && !PooledCrew.this.inbox.isEmpty()) {
				signal();
			}
			if (this.stamp) {
				this.sampler.taken();
			}
		}

		@Override
		boolean hasWork() {
			return !PooledCrew.this.inbox.isEmpty();
		}

		@Override
		void parking() {
			PooledCrew.this.parked.add(1);
		}

		@Override
		void unparked() {
			PooledCrew.this.parked.add(-1);
		}

	}

	/** Samples waiting times without cost for the submitters. */
	static final class WaitSampler {

		private final Inbox inbox;

		private final Parker parker;

		private final String queue;

		private final @Nullable WorkTimings timings;

		private long mark = -1;

		private long markedAt;

		WaitSampler(Settings settings, Inbox inbox, Parker parker) {
			this.inbox = inbox;
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
			long taken = this.inbox.taken();
			if (this.mark >= 0 && taken > this.mark) {
				timings.waiting(this.queue, System.nanoTime() - this.markedAt);
				this.mark = -1;
			}
			if (this.mark < 0) {
				long accepted = this.inbox.accepted();
				if (accepted > taken) {
					this.mark = accepted - 1;
					this.markedAt = System.nanoTime();
				}
			}
		}

	}

}
