package io.github.safequeue.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

import org.jctools.queues.varhandle.MpmcVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * A crew in which one platform thread takes from the inbox and each handler call runs on
 * a virtual thread of its own. The platform thread takes only if a slot is free; a call
 * that ends gives its slot back and wakes it. Submitters never touch the scheduler of the
 * virtual threads.
 */
final class VirtualThreadPool extends WorkerPool {

	/** Room for the slots of calls that are left behind during a drain. */
	private static final int SPARE_SLOTS = 64;

	private final Queue<Call> free;

	/** Where the dispatcher waits for a slot, unseen by submitters. */
	private final Parker slotParker = new Parker();

	private final Dispatcher dispatcher;

	VirtualThreadPool(QueueSettings settings, QueueBuffer buffer, RunState control, Runnable idleWhileDraining,
			Consumer<Object> late) {
		super(settings, buffer, control, idleWhileDraining, late);
		this.free = new MpmcVarHandleArrayQueue<>(settings.concurrency() + SPARE_SLOTS);
		for (int i = 0; i < settings.concurrency(); i++) {
			this.free.add(new Call(newInFlight()));
		}
		this.dispatcher = new Dispatcher(new InFlight(settings.name(), 1, false));
		this.workers.add(this.dispatcher);
	}

	@Override
	void signal() {
		this.dispatcher.parker.wake(this.dispatcher.stamp);
	}

	@Override
	boolean step() {
		Call call = this.free.poll();
		if (call == null) {
			return false;
		}
		if (!call.take()) {
			release(call);
			return false;
		}
		call.run();
		Thread.interrupted();
		return true;
	}

	@Override
	void replace(InFlight inFlight) {
		InFlight spare = newInFlight();
		if (this.free.offer(new Call(spare))) {
			this.slotParker.wake(false);
		}
		else {
			this.inFlights.remove(spare);
		}
	}

	@Override
	void revive(InFlight inFlight) {
		if (inFlight == this.dispatcher.inFlight) {
			super.revive(inFlight);
		}
		else {
			// First: the slot must not be forgotten where there is no memory.
			Call call = new Call(inFlight);
			inFlight.reset();
			inFlight.thread = null;
			inFlight.lostTo = null;
			release(call);
		}
	}

	@Override
	Collection<InFlight> allInFlights() {
		List<InFlight> all = new ArrayList<>(this.inFlights);
		all.add(this.dispatcher.inFlight);
		return all;
	}

	private void release(Call call) {
		this.free.add(call);
		this.slotParker.wake(false);
	}

	private final class Dispatcher extends Worker {

		private final SharedWorkerPool.WaitSampler sampler;

		private @Nullable Call next;

		Dispatcher(InFlight inFlight) {
			super(VirtualThreadPool.this, inFlight, false);
			this.sampler = new SharedWorkerPool.WaitSampler(VirtualThreadPool.this.settings,
					VirtualThreadPool.this.buffer, this.parker);
		}

		@Override
		boolean work() {
			Call call = (this.next != null) ? this.next : VirtualThreadPool.this.free.poll();
			this.next = call;
			if (call == null || !call.take()) {
				return false;
			}
			if (this.stamp) {
				this.sampler.taken();
			}
			try {
				Thread thread = VirtualThreadPool.this.threads.virtualThread(call);
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
			return super.isAtRest() || VirtualThreadPool.this.slotParker.isAnnounced();
		}

		@Override
		Parker parkerInUse() {
			return (this.next != null) ? this.parker : VirtualThreadPool.this.slotParker;
		}

		@Override
		boolean hasWork() {
			return (this.next != null) ? !VirtualThreadPool.this.buffer.isEmpty()
					: !VirtualThreadPool.this.free.isEmpty();
		}

	}

	/** A handler call and its slot, used again and again by one thread at a time. */
	private final class Call implements Runnable {

		private final InFlight inFlight;

		private @Nullable Object taken;

		Call(InFlight inFlight) {
			this.inFlight = inFlight;
		}

		/**
		 * Take something, unless that was done by a dispatcher that died afterwards.
		 * @return whether there is something in hand
		 */
		boolean take() {
			if (this.taken == null) {
				this.inFlight.begin();
				this.taken = poll();
				if (this.taken == null) {
					this.inFlight.end();
					return false;
				}
				this.inFlight.assign(this.taken);
			}
			return true;
		}

		private @Nullable Object poll() {
			int batchSize = VirtualThreadPool.this.settings.batchSize();
			if (batchSize == 0) {
				return VirtualThreadPool.this.buffer.poll();
			}
			List<Object> entries = new ArrayList<>(Math.min(batchSize, 256));
			return (VirtualThreadPool.this.buffer.poll(entries, batchSize) > 0) ? entries : null;
		}

		@Override
		public void run() {
			try {
				handle();
			}
			catch (Throwable ex) {
				this.inFlight.lostTo = ex;
				return;
			}
			this.inFlight.thread = null;
			this.inFlight.end();
			if (!this.inFlight.detached) {
				release(this);
			}
			if (VirtualThreadPool.this.control.has(RunState.DRAINING)) {
				VirtualThreadPool.this.idleWhileDraining.run();
			}
		}

		@SuppressWarnings("unchecked")
		private void handle() {
			Object taken = this.taken;
			this.taken = null;
			this.inFlight.thread = Thread.currentThread();
			if (taken instanceof List<?> entries && VirtualThreadPool.this.settings.batchSize() > 0) {
				invoker().runBatch(this.inFlight, (List<Object>) entries);
			}
			else if (taken != null) {
				invoker().run(this.inFlight, taken);
			}
		}

	}

}
