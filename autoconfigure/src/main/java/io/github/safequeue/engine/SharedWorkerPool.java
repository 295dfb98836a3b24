/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.ArrayList;
import java.util.List;

import io.github.safequeue.engine.buffer.PaddedLong;

/**
 * Platform threads that share what waits: each takes from the source and calls the
 * handler itself.
 *
 * <p>
 * Submitters read one word, the number of parked workers, and look for one of them only
 * if there is any. Two that choose the same worker wake two: the second one goes on to
 * the next.
 *
 * <p>
 * A single worker takes alone, without a compare-and-set, as long as the run state is 0.
 * See {@link #isHandedOver()} for how others come to take.
 */
final class SharedWorkerPool extends WorkerPool {

	private final PaddedLong parked = new PaddedLong();

	private final boolean single;

	private volatile Taker[] takers;

	SharedWorkerPool(WorkerEnvironment environment) {
		super(environment);
		int concurrency = environment.settings.concurrency();
		this.single = concurrency == 1;
		this.takers = new Taker[concurrency];
		for (int i = 0; i < concurrency; i++) {
			this.takers[i] = new Taker(newInFlight());
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
	void replace(InFlight inFlight) {
		this.environment.source.release(inFlight);
		Taker taker = new Taker(newInFlight());
		List<Taker> takers = new ArrayList<>(List.of(this.takers));
		takers.add(taker);
		this.takers = takers.toArray(Taker[]::new);
		this.workers.add(taker);
		taker.startThread();
	}

	/**
	 * A worker that takes alone announces that first and reads the run state then. The
	 * stores of both sides may pass the reads that follow them; a handshake with the
	 * worker's thread makes the announcement visible to the closing thread and the run
	 * state to the worker. A worker that has not announced it by then reads the run state
	 * before it takes again. So the worker needs no fence for each item; the closing
	 * thread pays, once.
	 */
	@Override
	boolean isHandedOver() {
		if (this.single) {
			for (Taker taker : this.takers) {
				if (taker.mayBeTaking()) {
					return false;
				}
			}
		}
		return true;
	}

	private final class Taker extends Worker {

		/** So that a compiled version of the method is entered now and then. */
		private static final int LONGEST_RUN = 1024;

		Taker(InFlight inFlight) {
			super(SharedWorkerPool.this.environment, inFlight);
		}

		@Override
		boolean work() {
			HandlerInvoker invoker = this.environment.invoker();
			WorkSource source = this.environment.source;
			InFlight inFlight = this.inFlight;
			boolean single = SharedWorkerPool.this.single;
			inFlight.renew();
			for (int done = 0; done < LONGEST_RUN; done++) {
				inFlight.beginTaking();
				int word = this.runState.get();
				boolean taken = (word == 0) ? (single) ? source.takeAlone(inFlight) : source.take(inFlight)
						: done == 0 && RunState.mayStart(word) && source.take(inFlight);
				if (!taken) {
					source.release(inFlight);
					inFlight.takeNothing();
					return done > 0;
				}
				if (!single && source.hasMore()) {
					signal();
				}
				if (this.stamp) {
					noteWaiting(inFlight);
				}
				invoker.invoke(inFlight);
				inFlight.end(word == 0);
				Thread.interrupted();
			}
			return true;
		}

		boolean mayBeTaking() {
			Thread thread = this.inFlight.thread;
			if (thread == null || thread == Thread.currentThread() || this.inFlight.detached) {
				return false;
			}
			handshake(thread);
			return this.inFlight.isTaking() && thread.getState() != Thread.State.TERMINATED;
		}

		@Override
		boolean hasWork() {
			return this.environment.source.hasWork();
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

}
