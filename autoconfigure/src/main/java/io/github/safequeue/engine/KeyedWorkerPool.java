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
final class KeyedWorkerPool extends WorkerPool {

	private final Lane[] lanes;

	private final Dispatcher dispatcher;

	private final AtomicLong startedByDispatcher = new AtomicLong();

	/** What a drain took from the lanes, kept where it ran out of memory. */
	private final List<Object> drained = new ArrayList<>();

	private final Function<Object, ?> key;

	KeyedWorkerPool(QueueSettings settings, QueueBuffer buffer, RunState control, Runnable idleWhileDraining,
			Consumer<Object> late) {
		super(settings, buffer, control, idleWhileDraining, late);
		this.key = Objects.requireNonNull(settings.key());
		this.lanes = new Lane[settings.concurrency()];
		for (int i = 0; i < this.lanes.length; i++) {
			this.lanes[i] = new Lane();
			this.lanes[i].worker = new LaneWorker(this.lanes[i], newInFlight());
			this.workers.add(this.lanes[i].worker);
		}
		this.dispatcher = new Dispatcher(newInFlight());
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
			started += lane.buffer.taken();
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
			lane.buffer.peek(moved);
		}
		moved.sort(Comparator.comparingLong((entry) -> ((Moved) entry).index()));
		moved.forEach((entry) -> target.add(((Moved) entry).entry()));
		this.buffer.peek(target);
	}

	@Override
	void replace(InFlight inFlight) {
		for (Lane lane : this.lanes) {
			LaneWorker worker = lane.worker;
			if (worker != null && worker.inFlight == inFlight) {
				LaneWorker successor = new LaneWorker(lane, newInFlight());
				lane.worker = successor;
				this.workers.add(successor);
				successor.startThread();
			}
		}
	}

	@Override
	void closeBehind() {
		for (Lane lane : this.lanes) {
			lane.buffer.close();
		}
	}

	@Override
	BooleanSupplier takenBehind() {
		long[] accepted = new long[this.lanes.length];
		for (int i = 0; i < accepted.length; i++) {
			accepted[i] = this.lanes[i].buffer.accepted();
		}
		return () -> {
			for (int i = 0; i < accepted.length; i++) {
				if (this.lanes[i].buffer.taken() < accepted[i]) {
					return false;
				}
			}
			return true;
		};
	}

	@Override
	@Nullable Integer waitingFor(InFlight inFlight) {
		for (Lane lane : this.lanes) {
			LaneWorker worker = lane.worker;
			if (worker != null && worker.inFlight == inFlight) {
				long taken = lane.buffer.taken();
				return (int) Math.max(0, lane.buffer.accepted() - taken);
			}
		}
		return null;
	}

	@Override
	boolean settledMoves() {
		Thread thread = this.dispatcher.inFlight.thread;
		if (thread != null && thread != Thread.currentThread()) {
			// Whoever begins a cycle later reads in it that the queue was stopped.
			Worker.handshake(thread);
		}
		return !InFlight.busy(this.dispatcher.inFlight.cycle());
	}

	@Override
	void skipped() {
		this.startedByDispatcher.incrementAndGet();
	}

	@Override
	void revive(InFlight inFlight) {
		if (inFlight == this.dispatcher.inFlight && inFlight.inHand() != null && !this.dispatcher.counted) {
			this.startedByDispatcher.incrementAndGet();
		}
		super.revive(inFlight);
		wakeAll();
	}

	@Override
	void drainTo(List<Object> target) {
		List<Object> moved = this.drained;
		for (Lane lane : this.lanes) {
			while (!lane.buffer.isEmpty()) {
				lane.buffer.poll(moved, Integer.MAX_VALUE);
			}
		}
		moved.sort(Comparator.comparingLong((entry) -> ((Moved) entry).index()));
		QueueBuffer.makeRoom(target, moved.size());
		for (int i = 0; i < moved.size(); i++) {
			target.add(((Moved) moved.get(i)).entry());
		}
		moved.clear();
		this.startedByDispatcher.addAndGet(this.buffer.poll(target, Integer.MAX_VALUE));
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

		final LinkedBuffer buffer = new LinkedBuffer();

		volatile @Nullable LaneWorker worker;

	}

	private final class Dispatcher extends Worker {

		private long index;

		/** Whether what is in hand counts as started: it will not reach a lane. */
		private boolean counted;

		Dispatcher(InFlight inFlight) {
			super(KeyedWorkerPool.this, inFlight, false);
		}

		@Override
		boolean work() {
			InFlight inFlight = this.inFlight;
			inFlight.begin();
			Object entry = (this.control.mayStart()) ? KeyedWorkerPool.this.buffer.poll() : null;
			if (entry == null) {
				inFlight.end();
				return false;
			}
			this.counted = false;
			inFlight.assign(entry);
			move(inFlight, entry);
			inFlight.end();
			Thread.interrupted();
			return true;
		}

		private void move(InFlight inFlight, Object entry) {
			Lane lane;
			try {
				Object key = KeyedWorkerPool.this.key.apply(Envelope.itemOf(entry));
				int hash = (key != null) ? key.hashCode() : 0;
				// Spreads hashes that differ in the upper bits only.
				lane = KeyedWorkerPool.this.lanes[Math.floorMod(hash ^ (hash >>> 16),
						KeyedWorkerPool.this.lanes.length)];
			}
			catch (Throwable ex) {
				started();
				invoker().fail(inFlight, entry, ex);
				return;
			}
			if (leave(lane, entry) == QueueBuffer.ACCEPTED) {
				inFlight.clear();
				LaneWorker worker = lane.worker;
				if (worker != null) {
					worker.parker.wake(worker.stamp);
				}
			}
			else {
				// The lanes closed while the key was read.
				started();
				inFlight.clear();
				KeyedWorkerPool.this.late.accept(entry);
			}
		}

		private void started() {
			this.counted = true;
			KeyedWorkerPool.this.startedByDispatcher.incrementAndGet();
		}

		/** Needs memory, and tries again: an offer that lacks it leaves nothing. */
		private int leave(Lane lane, Object entry) {
			for (;;) {
				try {
					int answer = lane.buffer.offer(new Moved(this.index, entry));
					this.index++;
					return answer;
				}
				catch (OutOfMemoryError ex) {
					MemoryRetry.nap();
				}
			}
		}

		@Override
		boolean hasWork() {
			return !KeyedWorkerPool.this.buffer.isEmpty();
		}

	}

	private final class LaneWorker extends Worker {

		private final Lane lane;

		/** In the lanes: the dispatcher takes at once, and items wait behind it. */
		private final SharedWorkerPool.WaitSampler sampler;

		LaneWorker(Lane lane, InFlight inFlight) {
			super(KeyedWorkerPool.this, inFlight, KeyedWorkerPool.this.settings.virtualThreads());
			this.lane = lane;
			this.sampler = new SharedWorkerPool.WaitSampler(KeyedWorkerPool.this.settings, lane.buffer, this.parker);
		}

		@Override
		boolean work() {
			InFlight inFlight = this.inFlight;
			inFlight.begin();
			boolean found = (KeyedWorkerPool.this.settings.batchSize() > 0) ? workBatch(inFlight) : workOne(inFlight);
			inFlight.end();
			Thread.interrupted();
			return found;
		}

		private boolean workOne(InFlight inFlight) {
			Object moved = this.lane.buffer.poll();
			if (moved == null) {
				return false;
			}
			Object entry = ((Moved) moved).entry();
			inFlight.assign(entry);
			if (this.stamp) {
				this.sampler.taken();
			}
			invoker().run(inFlight, entry);
			return true;
		}

		private boolean workBatch(InFlight inFlight) {
			List<Object> entries = new ArrayList<>();
			if (this.lane.buffer.poll(entries, KeyedWorkerPool.this.settings.batchSize()) == 0) {
				return false;
			}
			for (int i = 0; i < entries.size(); i++) {
				entries.set(i, ((Moved) entries.get(i)).entry());
			}
			inFlight.assign(entries);
			if (this.stamp) {
				this.sampler.taken();
			}
			invoker().runBatch(inFlight, entries);
			return true;
		}

		@Override
		boolean hasWork() {
			return !this.lane.buffer.isEmpty();
		}

	}

}
