/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.engine.buffer.Admission;
import io.github.safequeue.engine.buffer.QueueBuffer;
import io.github.safequeue.engine.buffer.QueueBuffers;

/**
 * One platform thread takes from the source, and each handler call runs on a virtual
 * thread of its own. The platform thread takes only if a call may run; a call that ends
 * wakes it. Submitters never touch the scheduler of the virtual threads.
 */
final class VirtualThreadPool extends WorkerPool {

	/** Room for calls in place of those that are detached during a drain. */
	private static final int SPARE_CALLS = 64;

	private final QueueBuffer free;

	/** Where the dispatcher waits for a call that ends, unseen by submitters. */
	private final Parker callParker = new Parker();

	private final Dispatcher dispatcher;

	VirtualThreadPool(WorkerEnvironment environment) {
		super(environment);
		int concurrency = environment.settings.concurrency();
		this.free = QueueBuffers.bounded(concurrency + SPARE_CALLS);
		for (int i = 0; i < concurrency; i++) {
			this.free.offer(new Call(newInFlight()));
		}
		this.dispatcher = new Dispatcher(new InFlight(environment.settings.name(), 1));
		this.workers.add(this.dispatcher);
	}

	@Override
	void signal() {
		this.dispatcher.parker.wake(this.dispatcher.stamp);
	}

	@Override
	void replace(InFlight inFlight) {
		this.environment.source.release(inFlight);
		InFlight spare = newInFlight();
		if (this.free.offer(new Call(spare)) == Admission.ACCEPTED) {
			this.callParker.wake(false);
		}
		else {
			this.inFlights.remove(spare);
		}
		signal();
	}

	@Override
	void revive(InFlight inFlight) {
		if (inFlight == this.dispatcher.inFlight) {
			super.revive(inFlight);
		}
		else {
			// First: the place must not be forgotten where there is no memory.
			Call call = new Call(inFlight);
			this.environment.source.release(inFlight);
			inFlight.reset();
			inFlight.thread = null;
			inFlight.lostTo = null;
			makeFree(call);
		}
	}

	@Override
	Collection<InFlight> allInFlights() {
		List<InFlight> all = new ArrayList<>(this.inFlights);
		all.add(this.dispatcher.inFlight);
		return all;
	}

	private void makeFree(Call call) {
		this.free.offer(call);
		this.callParker.wake(false);
	}

	private final class Dispatcher extends Worker {

		private @Nullable Call next;

		Dispatcher(InFlight inFlight) {
			super(VirtualThreadPool.this.environment, inFlight);
		}

		@Override
		boolean work() {
			Call call = this.next;
			if (call == null) {
				call = (Call) VirtualThreadPool.this.free.poll();
				this.next = call;
			}
			if (call == null || !call.take()) {
				return false;
			}
			if (this.stamp) {
				noteWaiting(call.inFlight);
			}
			try {
				Thread thread = this.environment.threads.virtualThread(call);
				this.next = null;
				thread.start();
			}
			catch (Throwable ex) {
				// No thread to be had: better handled late than never.
				this.next = null;
				call.run();
				Thread.interrupted();
			}
			return true;
		}

		@Override
		boolean isAtRest() {
			return super.isAtRest() || VirtualThreadPool.this.callParker.isAnnounced();
		}

		@Override
		Parker parkerInUse() {
			return (this.next != null) ? this.parker : VirtualThreadPool.this.callParker;
		}

		@Override
		boolean hasWork() {
			return (this.next != null) ? this.environment.source.hasWork() : !VirtualThreadPool.this.free.isEmpty();
		}

	}

	/** A handler call and its place, used again and again by one thread at a time. */
	private final class Call implements Runnable {

		private final InFlight inFlight;

		Call(InFlight inFlight) {
			this.inFlight = inFlight;
		}

		/** Take something, unless that was done by a dispatcher that died afterwards. */
		boolean take() {
			InFlight inFlight = this.inFlight;
			if (inFlight.content() == null) {
				inFlight.renew();
				inFlight.beginTaking();
				if (!VirtualThreadPool.this.environment.source.take(inFlight)) {
					inFlight.takeNothing();
					return false;
				}
			}
			return true;
		}

		@Override
		public void run() {
			WorkerEnvironment environment = VirtualThreadPool.this.environment;
			InFlight inFlight = this.inFlight;
			inFlight.thread = Thread.currentThread();
			try {
				environment.invoker().invoke(inFlight);
				environment.source.release(inFlight);
			}
			catch (Throwable ex) {
				inFlight.lostTo = ex;
				return;
			}
			inFlight.thread = null;
			inFlight.end(environment.runState.get() == 0);
			if (!inFlight.detached) {
				makeFree(this);
			}
			// Keys that became free, or a retry for which the dispatcher does not wake
			// yet.
			if (environment.source.hasMore()) {
				signal();
			}
			if (environment.runState.has(RunState.DRAINING)) {
				environment.idleWhileDraining.run();
			}
		}

	}

}
