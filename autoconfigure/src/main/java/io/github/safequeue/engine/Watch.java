package io.github.safequeue.engine;

/**
 * What the monitor knows of one queue. Used by the monitor's thread only.
 *
 * <p>
 * Most queues have nothing to do most of the time, and to look at all that a queue is
 * made of costs more than it tells then. So once all that was accepted is settled, one
 * field is read until another item is accepted: before that nothing can be stuck, blocked
 * or unheard. A worker can die all the same; that is looked for now and then, and at once
 * when there is something to do.
 */
final class Watch {

	/** How many looks at a queue with nothing to do are as short as that, in a row. */
	static final int SHORT_LOOKS = 9;

	private static final long BLOCKED_AFTER_NANOS = 1_000_000_000;

	private static final long FORGET_AFTER_NANOS = 60_000_000_000L;

	/** Stands for the index of a closed queue's head. */
	private static final long CLOSED = -2;

	private static final long NONE = -1;

	private final DefaultSafeQueue<?> queue;

	private final QueueBuffer buffer;

	/** How many items had been accepted when all of them were settled. */
	private long quietAt = NONE;

	private int shortLooks;

	/** The index of the oldest waiting place, and since when it is that. */
	private long head = NONE;

	private long headSince;

	Watch(DefaultSafeQueue<?> queue) {
		this.queue = queue;
		this.buffer = queue.buffer();
	}

	DefaultSafeQueue<?> queue() {
		return this.queue;
	}

	void look() {
		if (this.buffer.accepted() == this.quietAt && this.shortLooks < SHORT_LOOKS) {
			this.shortLooks++;
			return;
		}
		this.shortLooks = 0;
		this.quietAt = NONE;
		long now = System.nanoTime();
		if (this.queue.control().has(RunState.STOPPED)) {
			lookAfterClosing(now);
		}
		else {
			lookAtAll(now);
		}
	}

	private void lookAtAll(long now) {
		WorkerPool pool = this.queue.members();
		long accepted = this.buffer.accepted();
		// Before the slots: what is taken after this keeps its slot busy until then.
		boolean quiet = pool.started() >= accepted;
		for (InFlight inFlight : pool.allInFlights()) {
			quiet &= lookAtInFlight(inFlight, now);
		}
		for (Worker worker : pool.workers) {
			if (worker.isLost() && worker.inFlight.lostTo == null) {
				this.queue.replaceLost(worker.inFlight, new IllegalStateException("The thread ended"));
				quiet = false;
			}
		}
		lookAtHead(now);
		this.quietAt = quiet ? accepted : NONE;
	}

	/** Whether nothing is in hand there. */
	private boolean lookAtInFlight(InFlight inFlight, long now) {
		long cycle = inFlight.cycle();
		if (inFlight.seenCycle != cycle || inFlight.resting) {
			inFlight.seenSince = now;
			inFlight.seenCycle = cycle;
		}
		Throwable lostTo = inFlight.lostTo;
		if (lostTo != null) {
			this.queue.replaceLost(inFlight, lostTo);
			return false;
		}
		return !InFlight.busy(cycle);
	}

	/** Wait for submitters that were held up between claim and publication. */
	private void lookAfterClosing(long now) {
		if (this.queue.reportLate()) {
			Monitor.forget(this.queue);
		}
		else if (this.head != CLOSED) {
			this.head = CLOSED;
			this.headSince = now;
		}
		else if (now - this.headSince > FORGET_AFTER_NANOS && !this.queue.isCollecting()) {
			Monitor.forget(this.queue);
		}
	}

	private void lookAtHead(long now) {
		long taken = this.buffer.taken();
		if (taken >= this.buffer.accepted()) {
			this.queue.blocked = false;
			this.head = NONE;
			return;
		}
		this.queue.members().signal();
		if (taken != this.head) {
			this.queue.blocked = false;
			this.head = taken;
			this.headSince = now;
			return;
		}
		this.queue.blocked = now - this.headSince > BLOCKED_AFTER_NANOS && this.buffer.isHeadUnpublished();
	}

}
