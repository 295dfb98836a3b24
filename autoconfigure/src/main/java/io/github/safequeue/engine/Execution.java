package io.github.safequeue.engine;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.ContextCarrier;
import io.github.safequeue.ContextWorkHandler;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.WorkObserver;
import io.github.safequeue.WorkTimings;

/**
 * Calls the handler for what a slot has in hand and settles it: handled, or after the
 * last attempt dead-lettered. Whatever the handler throws stays in here. Called by
 * workers only, one at a time for each slot.
 */
class Execution {

	private final Settings settings;

	private final WorkHandler<Object> handler;

	private final @Nullable ContextWorkHandler<Object> contextHandler;

	private final @Nullable WorkTimings timings;

	private final @Nullable Surroundings surroundings;

	/** Whether there is nothing but the handler to call. */
	private final boolean bare;

	private final Recovery recovery;

	private final Control control;

	private final Runnable gate;

	/**
	 * Create an execution.
	 * @param settings the queue's settings
	 * @param control the queue's control word
	 * @param handler the handler
	 * @param gate called before each call of the handler while the queue drains
	 */
	@SuppressWarnings("unchecked")
	Execution(Settings settings, Control control, WorkHandler<?> handler, Runnable gate) {
		this.control = control;
		this.gate = gate;
		this.settings = settings;
		this.handler = (WorkHandler<Object>) handler;
		this.contextHandler = (handler instanceof ContextWorkHandler) ? (ContextWorkHandler<Object>) handler : null;
		this.timings = settings.timings();
		this.surroundings = settings.surroundings();
		this.bare = this.timings == null && this.surroundings == null && this.contextHandler == null;
		this.recovery = new Recovery(settings, control, this);
	}

	/**
	 * Handle one entry.
	 * @param slot where the call takes place, with the entry in hand
	 * @param entry the item or the submission
	 */
	void run(Slot slot, Object entry) {
		passGate();
		Throwable failure = null;
		try {
			if (this.bare) {
				this.handler.handle(Submission.itemOf(entry));
			}
			else {
				call(slot, entry, false);
			}
		}
		catch (Throwable ex) {
			failure = this.recovery.recover(slot, entry, false, ex);
			if (failure != null) {
				deadLetter(entry, failure, slot.attempt());
			}
			slot.attempt(1);
		}
		settle(slot, 1, failure);
		complete(entry, failure);
	}

	/**
	 * Handle a batch of entries in one call.
	 * @param slot where the call takes place, with the entries in hand
	 * @param entries the items or submissions
	 */
	void runBatch(Slot slot, List<Object> entries) {
		passGate();
		Throwable failure = null;
		try {
			call(slot, entries, true);
		}
		catch (Throwable ex) {
			failure = this.recovery.recover(slot, entries, true, ex);
			// By index, here and below: an iterator would need memory.
			for (int i = 0; failure != null && i < entries.size(); i++) {
				this.recovery.deadLetter(entries.get(i), failure, slot.attempt());
			}
			slot.attempt(1);
		}
		settle(slot, entries.size(), failure);
		for (int i = 0; i < entries.size(); i++) {
			complete(entries.get(i), failure);
		}
	}

	/**
	 * Return what the handler is given: of a batch a list for each call, with which it
	 * may do what it likes.
	 * @param inHand the entry, or the list of entries
	 * @param batch whether it is a list
	 * @return the item, or the items
	 */
	private static Object argument(Object inHand, boolean batch) {
		if (!batch) {
			return Submission.itemOf(inHand);
		}
		List<?> entries = (List<?>) inHand;
		List<Object> items = Shortage.list(entries.size());
		for (int i = 0; i < entries.size(); i++) {
			items.add(Submission.itemOf(entries.get(i)));
		}
		return items;
	}

	/**
	 * Settle an entry that could not be given to the handler.
	 * @param slot the slot that has it in hand
	 * @param entry the item or the submission
	 * @param failure why
	 */
	void fail(Slot slot, Object entry, Throwable failure) {
		deadLetter(entry, failure, 0);
		settle(slot, 1, failure);
		complete(entry, failure);
	}

	/** In the context of the item's submitter, so that it goes on with the letter. */
	private void deadLetter(Object entry, Throwable failure, int attempts) {
		Surroundings surroundings = this.surroundings;
		if (surroundings == null) {
			this.recovery.deadLetter(entry, failure, attempts);
			return;
		}
		ContextCarrier.Scope scope = surroundings.open(entry, false);
		this.recovery.deadLetter(entry, failure, attempts);
		surroundings.close(scope);
	}

	/**
	 * Read after the item was taken, so that whoever takes what was accepted during a
	 * drain knows of the drain.
	 */
	private void passGate() {
		if (this.control.has(Control.DRAINING)) {
			this.gate.run();
		}
	}

	/**
	 * Call the handler once, in its surroundings.
	 * @param slot where the call takes place
	 * @param inHand the entry, or the list of entries
	 * @param batch whether it is a list
	 * @throws Exception what the handler throws
	 */
	void call(Slot slot, Object inHand, boolean batch) throws Exception {
		Object argument = argument(inHand, batch);
		Surroundings surroundings = this.surroundings;
		if (surroundings == null) {
			call(slot, argument);
			return;
		}
		ContextCarrier.Scope scope = surroundings.open(inHand, batch);
		WorkObserver.Call call = surroundings.begin(slot, inHand, batch);
		Throwable failure = null;
		try {
			call(slot, argument);
		}
		catch (Throwable ex) {
			failure = ex;
			throw ex;
		}
		finally {
			surroundings.end(call, failure);
			surroundings.close(scope);
		}
	}

	/** Call the handler, and tell how long it took. */
	private void call(Slot slot, Object argument) throws Exception {
		WorkTimings timings = this.timings;
		long start = (timings != null) ? System.nanoTime() : 0;
		try {
			if (this.contextHandler != null) {
				this.contextHandler.handle(argument, slot);
			}
			else {
				this.handler.handle(argument);
			}
		}
		finally {
			if (timings != null) {
				timings.handling(this.settings.name(), System.nanoTime() - start);
			}
		}
	}

	private static void settle(Slot slot, int items, @Nullable Throwable failure) {
		if (failure == null) {
			slot.countHandled(items);
		}
		else {
			slot.countFailed(items);
		}
	}

	/**
	 * Complete a future, once more where there was no memory for it: whoever waits for it
	 * would wait for ever. Each time goes on with the dependents that were not reached.
	 */
	@SuppressWarnings("NullAway") // Void has no other value
	private void complete(Object entry, @Nullable Throwable failure) {
		CompletableFuture<Void> future = Submission.futureOf(entry);
		while (future != null) {
			try {
				if (failure == null) {
					future.complete(null);
				}
				else {
					future.completeExceptionally(failure);
				}
				return;
			}
			catch (OutOfMemoryError ex) {
				Shortage.nap();
			}
			catch (Throwable ex) {
				this.settings.log().error(EngineLog.Trouble.COMPLETION, this.settings.name(), ex);
				return;
			}
		}
	}

}
