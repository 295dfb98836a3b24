package io.github.safequeue.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.DeadLetter;
import io.github.safequeue.RejectedWorkException;

/**
 * Lets callers stand in for the workers of one crew, a step at a time. When that is over,
 * workers wait for the step that is under way: both would use the same slot.
 */
final class CallerRunsPool implements StepwiseHandling {

	private static final long NAP_NANOS = 1_000_000;

	private final String queue;

	private final WorkerPool pool;

	private final RunState control;

	private final UndeliveredCollector collector;

	private final DeadLetterLog log;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile boolean ended;

	/**
	 * Who is in a step. Written before the caller reads whether this is over, and read by
	 * workers after it is over: one of the two sees the other.
	 */
	private volatile @Nullable Thread stepping;

	CallerRunsPool(String queue, WorkerPool pool, UndeliveredCollector collector, DeadLetterLog log) {
		this.queue = queue;
		this.pool = pool;
		this.control = pool.control;
		this.collector = collector;
		this.log = log;
	}

	@Override
	public boolean handleNext() {
		lock();
		boolean interrupted = Thread.interrupted();
		try {
			this.stepping = Thread.currentThread();
			return !isOver() && this.control.mayStart() && this.pool.step();
		}
		finally {
			this.stepping = null;
			this.lock.unlock();
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private void lock() {
		if (this.lock.isHeldByCurrentThread()) {
			throw new IllegalStateException(
					"Queue '%s' is in a call of its handler on this thread; let it return before the next item"
						.formatted(this.queue));
		}
		this.lock.lock();
	}

	@Override
	public List<Object> waiting() {
		List<Object> entries = new ArrayList<>();
		this.pool.peek(entries);
		return items(entries);
	}

	@Override
	public List<DeadLetter<?>> deadLetters() {
		return this.log.letters();
	}

	@Override
	public List<Object> discard() {
		lock();
		try {
			this.log.clear();
			List<Object> entries = new ArrayList<>();
			this.stepping = Thread.currentThread();
			if (isOver()) {
				return entries;
			}
			this.pool.drainTo(entries);
			this.collector.countUndelivered(entries.size());
			for (Object entry : entries) {
				CompletableFuture<Void> future = Envelope.futureOf(entry);
				if (future != null) {
					future.completeExceptionally(
							new RejectedWorkException(this.queue, RejectedWorkException.Reason.CLOSED));
				}
			}
			return items(entries);
		}
		finally {
			this.stepping = null;
			this.lock.unlock();
		}
	}

	private static List<Object> items(List<Object> entries) {
		return entries.stream().map(Envelope::itemOf).toList();
	}

	@Override
	public void end() {
		this.ended = true;
	}

	/**
	 * Tell whether workers handle the queue.
	 * @return whether no further step is made
	 */
	boolean isOver() {
		return this.ended || this.control.has(RunState.DRAINING | RunState.STOPPED);
	}

	/**
	 * Called by the thread of a worker before anything else: waits for the step under
	 * way, unless its handler call waits for the closing and is left behind. The worker
	 * whose slot that call has is left behind with it.
	 * @param inFlight the worker's slot
	 * @return whether the worker may go on; {@code false} if there is nothing for it
	 */
	boolean awaitTurn(InFlight inFlight) {
		while (isOver() && !inFlight.detached && !this.control.has(RunState.STOPPED)) {
			Thread stepping = this.stepping;
			if (stepping == null || isDetached(stepping)) {
				return true;
			}
			LockSupport.parkNanos(this, NAP_NANOS);
			Thread.interrupted();
		}
		return false;
	}

	private boolean isDetached(Thread stepping) {
		for (InFlight inFlight : this.pool.inFlights) {
			if (inFlight.thread == stepping && inFlight.detached) {
				return true;
			}
		}
		return false;
	}

}
