package io.github.safequeue.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A crew for keyed items: one worker takes from the inbox, reads each item's key and
 * moves the item to the lane of its key; each lane has one worker. Lanes are unbounded,
 * but what waits in them counts against the capacity until its handling begins, so that
 * inbox and lanes together hold no more than that.
 */
final class LaneCrew extends Crew {

	private final Lane[] lanes;

	private final Dispatcher dispatcher;

	private final AtomicLong startedByDispatcher = new AtomicLong();

	/** What a drain took from the lanes, kept where it ran out of memory. */
	private final List<Object> drained = new ArrayList<>();

	private final Function<Object, ?> key;

	LaneCrew(Settings settings, Inbox inbox, Control control, Runnable idleWhileDraining, Consumer<Object> late) {
		super(settings, inbox, control, idleWhileDraining, late);
		this.key = Objects.requireNonNull(settings.key());
		this.lanes = new Lane[settings.concurrency()];
		for (int i = 0; i < this.lanes.length; i++) {
			this.lanes[i] = new Lane();
			this.lanes[i].worker = new LaneWorker(this.lanes[i], newSlot());
			this.workers.add(this.lanes[i].worker);
		}
		this.dispatcher = new Dispatcher(newSlot());
		this.workers.add(this.dispatcher);
	}

	@Override
	void signal() {
		this.dispatcher.parker.wake(false);
	}

	@Override
	long started() {
		long started = this.startedByDispatcher.get();
		for (Lane lane : this.lanes) {
			started += lane.inbox.taken();
		}
		return started;
	}

	/**
	 * One item goes to its lane and is handled there; all that waits goes to the lanes
	 * where these take batches.
	 */
	@Override
	boolean step() {
		if (stepInLane()) {
			return true;
		}
		boolean moved = this.dispatcher.step();
		while (this.settings.batchSize() > 0 && this.dispatcher.step()) {
			moved = true;
		}
		// What was moved and is in no lane has failed: its key could not be read.
		return stepInLane() || moved;
	}

	private boolean stepInLane() {
		for (Lane lane : this.lanes) {
			LaneWorker worker = lane.worker;
			if (worker != null && worker.hasWork() && worker.step()) {
				return true;
			}
		}
		return false;
	}

	@Override
	void peek(List<Object> target) {
		List<Object> moved = new ArrayList<>();
		for (Lane lane : this.lanes) {
			lane.inbox.peek(moved);
		}
		moved.sort(Comparator.comparingLong((entry) -> ((Moved) entry).index()));
		moved.forEach((entry) -> target.add(((Moved) entry).entry()));
		this.inbox.peek(target);
	}

	@Override
	void replace(Slot slot) {
		for (Lane lane : this.lanes) {
			LaneWorker worker = lane.worker;
			if (worker != null && worker.slot == slot) {
				LaneWorker successor = new LaneWorker(lane, newSlot());
				lane.worker = successor;
				this.workers.add(successor);
				successor.startThread();
			}
		}
	}

	@Override
	void closeBehind() {
		for (Lane lane : this.lanes) {
			lane.inbox.close();
		}
	}

	@Override
	BooleanSupplier takenBehind() {
		long[] accepted = new long[this.lanes.length];
		for (int i = 0; i < accepted.length; i++) {
			accepted[i] = this.lanes[i].inbox.accepted();
		}
		return () -> {
			for (int i = 0; i < accepted.length; i++) {
				if (this.lanes[i].inbox.taken() < accepted[i]) {
					return false;
				}
			}
			return true;
		};
	}

	@Override
	@Nullable Integer waitingFor(Slot slot) {
		for (Lane lane : this.lanes) {
			LaneWorker worker = lane.worker;
			if (worker != null && worker.slot == slot) {
				long taken = lane.inbox.taken();
				return (int) Math.max(0, lane.inbox.accepted() - taken);
			}
		}
		return null;
	}

	@Override
	boolean settledMoves() {
		Thread thread = this.dispatcher.slot.thread;
		if (thread != null && thread != Thread.currentThread()) {
			// Whoever begins a cycle later reads in it that the queue was stopped.
			Worker.handshake(thread);
		}
		return !Slot.busy(this.dispatcher.slot.cycle());
	}

	@Override
	void skipped() {
		this.startedByDispatcher.incrementAndGet();
	}

	@Override
	void revive(Slot slot) {
		if (slot == this.dispatcher.slot && slot.inHand() != null && !this.dispatcher.counted) {
			this.startedByDispatcher.incrementAndGet();
		}
		super.revive(slot);
		wakeAll();
	}

	@Override
	void drainTo(List<Object> target) {
		List<Object> moved = this.drained;
		for (Lane lane : this.lanes) {
			while (!lane.inbox.isEmpty()) {
				lane.inbox.poll(moved, Integer.MAX_VALUE);
			}
		}
		moved.sort(Comparator.comparingLong((entry) -> ((Moved) entry).index()));
		Inbox.makeRoom(target, moved.size());
		for (int i = 0; i < moved.size(); i++) {
			target.add(((Moved) moved.get(i)).entry());
		}
		moved.clear();
		this.startedByDispatcher.addAndGet(this.inbox.poll(target, Integer.MAX_VALUE));
	}

	/**
	 * An entry on its way through a lane.
	 *
	 * @param index when it was accepted
	 * @param entry the item or the submission
	 */
	private record Moved(long index, Object entry) {
	}

	private static final class Lane {

		final LinkedInbox inbox = new LinkedInbox();

		volatile @Nullable LaneWorker worker;

	}

	private final class Dispatcher extends Worker {

		private long index;

		/** Whether what is in hand counts as started: it will not reach a lane. */
		private boolean counted;

		Dispatcher(Slot slot) {
			super(LaneCrew.this, slot, false);
		}

		@Override
		boolean work() {
			Slot slot = this.slot;
			slot.begin();
			Object entry = (this.control.mayStart()) ? LaneCrew.this.inbox.poll() : null;
			if (entry == null) {
				slot.end();
				return false;
			}
			this.counted = false;
			slot.hold(entry);
			move(slot, entry);
			slot.end();
			Thread.interrupted();
			return true;
		}

		private void move(Slot slot, Object entry) {
			Lane lane;
			try {
				Object key = LaneCrew.this.key.apply(Submission.itemOf(entry));
				int hash = (key != null) ? key.hashCode() : 0;
				// Spreads hashes that differ in the upper bits only.
				lane = LaneCrew.this.lanes[Math.floorMod(hash ^ (hash >>> 16), LaneCrew.this.lanes.length)];
			}
			catch (Throwable ex) {
				started();
				execution().fail(slot, entry, ex);
				return;
			}
			if (leave(lane, entry) == Inbox.ACCEPTED) {
				slot.drop();
				LaneWorker worker = lane.worker;
				if (worker != null) {
					worker.parker.wake(worker.stamp);
				}
			}
			else {
				// The lanes closed while the key was read.
				started();
				slot.drop();
				LaneCrew.this.late.accept(entry);
			}
		}

		private void started() {
			this.counted = true;
			LaneCrew.this.startedByDispatcher.incrementAndGet();
		}

		/** Needs memory, and tries again: an offer that lacks it leaves nothing. */
		private int leave(Lane lane, Object entry) {
			for (;;) {
				try {
					int answer = lane.inbox.offer(new Moved(this.index, entry));
					this.index++;
					return answer;
				}
				catch (OutOfMemoryError ex) {
					Shortage.nap();
				}
			}
		}

		@Override
		boolean hasWork() {
			return !LaneCrew.this.inbox.isEmpty();
		}

	}

	private final class LaneWorker extends Worker {

		private final Lane lane;

		/** In the lanes: the dispatcher takes at once, and items wait behind it. */
		private final PooledCrew.WaitSampler sampler;

		LaneWorker(Lane lane, Slot slot) {
			super(LaneCrew.this, slot, LaneCrew.this.settings.virtualThreads());
			this.lane = lane;
			this.sampler = new PooledCrew.WaitSampler(LaneCrew.this.settings, lane.inbox, this.parker);
		}

		@Override
		boolean work() {
			Slot slot = this.slot;
			slot.begin();
			boolean found = (LaneCrew.this.settings.batchSize() > 0) ? workBatch(slot) : workOne(slot);
			slot.end();
			Thread.interrupted();
			return found;
		}

		private boolean workOne(Slot slot) {
			Object moved = this.lane.inbox.poll();
			if (moved == null) {
				return false;
			}
			Object entry = ((Moved) moved).entry();
			slot.hold(entry);
			if (this.stamp) {
				this.sampler.taken();
			}
			execution().run(slot, entry);
			return true;
		}

		private boolean workBatch(Slot slot) {
			List<Object> entries = new ArrayList<>();
			if (this.lane.inbox.poll(entries, LaneCrew.this.settings.batchSize()) == 0) {
				return false;
			}
			for (int i = 0; i < entries.size(); i++) {
				entries.set(i, ((Moved) entries.get(i)).entry());
			}
			slot.hold(entries);
			if (this.stamp) {
				this.sampler.taken();
			}
			execution().runBatch(slot, entries);
			return true;
		}

		@Override
		boolean hasWork() {
			return !this.lane.inbox.isEmpty();
		}

	}

}
