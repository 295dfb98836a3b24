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
final class VirtualCrew extends Crew {

	/** Room for the slots of calls that are left behind during a drain. */
	private static final int SPARE_SLOTS = 64;

	private final Queue<Call> free;

	/** Where the dispatcher waits for a slot, unseen by submitters. */
	private final Parker slotParker = new Parker();

	private final Dispatcher dispatcher;

	VirtualCrew(Settings settings, Inbox inbox, Control control, Runnable idleWhileDraining, Consumer<Object> late) {
		super(settings, inbox, control, idleWhileDraining, late);
		this.free = new MpmcVarHandleArrayQueue<>(settings.concurrency() + SPARE_SLOTS);
		for (int i = 0; i < settings.concurrency(); i++) {
			this.free.add(new Call(newSlot()));
		}
		this.dispatcher = new Dispatcher(new Slot(settings.name(), 1, false));
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
	void replace(Slot slot) {
		Slot spare = newSlot();
		if (this.free.offer(new Call(spare))) {
			this.slotParker.wake(false);
		}
		else {
			this.slots.remove(spare);
		}
	}

	@Override
	void revive(Slot slot) {
		if (slot == this.dispatcher.slot) {
			super.revive(slot);
		}
		else {
			// First: the slot must not be forgotten where there is no memory.
			Call call = new Call(slot);
			slot.reset();
			slot.thread = null;
			slot.lostTo = null;
			release(call);
		}
	}

	@Override
	Collection<Slot> allSlots() {
		List<Slot> all = new ArrayList<>(this.slots);
		all.add(this.dispatcher.slot);
		return all;
	}

	private void release(Call call) {
		this.free.add(call);
		this.slotParker.wake(false);
	}

	private final class Dispatcher extends Worker {

		private final PooledCrew.WaitSampler sampler;

		private @Nullable Call next;

		Dispatcher(Slot slot) {
			super(VirtualCrew.this, slot, false);
			this.sampler = new PooledCrew.WaitSampler(VirtualCrew.this.settings, VirtualCrew.this.inbox, this.parker);
		}

		@Override
		boolean work() {
			Call call = (this.next != null) ? this.next : VirtualCrew.this.free.poll();
			this.next = call;
			if (call == null || !call.take()) {
				return false;
			}
			if (this.stamp) {
				this.sampler.taken();
			}
			try {
				Thread thread = VirtualCrew.this.threads.virtualThread(call);
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
			return super.isAtRest() || VirtualCrew.this.slotParker.isAnnounced();
		}

		@Override
		Parker parkerInUse() {
			return (this.next != null) ? this.parker : VirtualCrew.this.slotParker;
		}

		@Override
		boolean hasWork() {
			return (this.next != null) ? !VirtualCrew.this.inbox.isEmpty() : !VirtualCrew.this.free.isEmpty();
		}

	}

	/** A handler call and its slot, used again and again by one thread at a time. */
	private final class Call implements Runnable {

		private final Slot slot;

		private @Nullable Object taken;

		Call(Slot slot) {
			this.slot = slot;
		}

		/**
		 * Take something, unless that was done by a dispatcher that died afterwards.
		 * @return whether there is something in hand
		 */
		boolean take() {
			if (this.taken == null) {
				this.slot.begin();
				this.taken = poll();
				if (this.taken == null) {
					this.slot.end();
					return false;
				}
				this.slot.hold(this.taken);
			}
			return true;
		}

		private @Nullable Object poll() {
			int batchSize = VirtualCrew.this.settings.batchSize();
			if (batchSize == 0) {
				return VirtualCrew.this.inbox.poll();
			}
			List<Object> entries = new ArrayList<>(Math.min(batchSize, 256));
			return (VirtualCrew.this.inbox.poll(entries, batchSize) > 0) ? entries : null;
		}

		@Override
		public void run() {
			try {
				handle();
			}
			catch (Throwable ex) {
				this.slot.lostTo = ex;
				return;
			}
			this.slot.thread = null;
			this.slot.end();
			if (!this.slot.entangled) {
				release(this);
			}
			if (VirtualCrew.this.control.has(Control.DRAINING)) {
				VirtualCrew.this.idleWhileDraining.run();
			}
		}

		@SuppressWarnings("unchecked")
		private void handle() {
			Object taken = this.taken;
			this.taken = null;
			this.slot.thread = Thread.currentThread();
			if (taken instanceof List<?> entries && VirtualCrew.this.settings.batchSize() > 0) {
				execution().runBatch(this.slot, (List<Object>) entries);
			}
			else if (taken != null) {
				execution().run(this.slot, taken);
			}
		}

	}

}
