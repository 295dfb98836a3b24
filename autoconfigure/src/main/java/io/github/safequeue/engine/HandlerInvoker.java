package io.github.safequeue.engine;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.ContextPropagator;
import io.github.safequeue.ContextWorkHandler;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.WorkObserver;
import io.github.safequeue.WorkTimings;

/**
 * Calls the handler for what a slot has in hand and settles it: handled, or after the
 * last attempt dead-lettered. Whatever the handler throws stays in here. Called by
 * workers only, one at a time for each slot.
 */
class HandlerInvoker {

	private final QueueSettings settings;

	private final WorkHandler<Object> handler;

	private final @Nullable ContextWorkHandler<Object> contextHandler;

	private final @Nullable WorkTimings timings;

	private final @Nullable InvocationContext invocation;

	/** Whether there is nothing but the handler to call. */
	private final boolean bare;

	private final RetryLoop retryLoop;

	private final RunState control;

	private final Runnable gate;

	/**
	 * Create an execution.
	 * @param settings the queue's settings
	 * @param control the queue's control word
	 * @param handler the handler
	 * @param gate called before each call of the handler while the queue drains
	 */
	@SuppressWarnings("unchecked")
	HandlerInvoker(QueueSettings settings, RunState control, WorkHandler<?> handler, Runnable gate) {
		this.control = control;
		this.gate = gate;
		this.settings = settings;
		this.handler = (WorkHandler<Object>) handler;
		this.contextHandler = (handler instanceof ContextWorkHandler) ? (ContextWorkHandler<Object>) handler : null;
		this.timings = settings.timings();
		this.invocation = settings.invocation();
		this.bare = this.timings == null && this.invocation == null && this.contextHandler == null;
		this.retryLoop = new RetryLoop(settings, control, this);
	}

	/**
	 * Handle one entry.
	 * @param inFlight where the call takes place, with the entry in hand
	 * @param entry the item or the submission
	 */
	void run(InFlight inFlight, Object entry) {
		passGate();
		Throwable failure = null;
		try {
			if (this.bare) {
				this.handler.handle(Envelope.itemOf(entry));
			}
			else {
				call(inFlight, entry, false);
			}
		}
		catch (Throwable ex) {
			failure = this.retryLoop.recover(inFlight, entry, false, ex);
			if (failure != null) {
				deadLetter(entry, failure, inFlight.attempt());
			}
			inFlight.attempt(1);
		}
		settle(inFlight, 1, failure);
		complete(entry, failure);
	}

	/**
	 * Handle a batch of entries in one call.
	 * @param inFlight where the call takes place, with the entries in hand
	 * @param entries the items or submissions
	 */
	void runBatch(InFlight inFlight, List<Object> entries) {
		passGate();
		Throwable failure = null;
		try {
			call(inFlight, entries, true);
		}
		catch (Throwable ex) {
			failure = this.retryLoop.recover(inFlight, entries, true, ex);
			// By index, here and below: an iterator would need memory.
			for (int i = 0; failure != null && i < entries.size(); i++) {
				this.retryLoop.deadLetter(entries.get(i), failure, inFlight.attempt());
			}
			inFlight.attempt(1);
		}
		settle(inFlight, entries.size(), failure);
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
			return Envelope.itemOf(inHand);
		}
		List<?> entries = (List<?>) inHand;
		List<Object> items = MemoryRetry.list(entries.size());
		for (int i = 0; i < entries.size(); i++) {
			items.add(Envelope.itemOf(entries.get(i)));
		}
		return items;
	}

	/**
	 * Settle an entry that could not be given to the handler.
	 * @param inFlight the slot that has it in hand
	 * @param entry the item or the submission
	 * @param failure why
	 */
	void fail(InFlight inFlight, Object entry, Throwable failure) {
		deadLetter(entry, failure, 0);
		settle(inFlight, 1, failure);
		complete(entry, failure);
	}

	/** In the context of the item's submitter, so that it goes on with the letter. */
	private void deadLetter(Object entry, Throwable failure, int attempts) {
		InvocationContext invocation = this.invocation;
		if (invocation == null) {
			this.retryLoop.deadLetter(entry, failure, attempts);
			return;
		}
		ContextPropagator.Scope scope = invocation.open(entry, false);
		this.retryLoop.deadLetter(entry, failure, attempts);
		invocation.close(scope);
	}

	/**
	 * Read after the item was taken, so that whoever takes what was accepted during a
	 * drain knows of the drain.
	 */
	private void passGate() {
		if (this.control.has(RunState.DRAINING)) {
			this.gate.run();
		}
	}

	/**
	 * Call the handler once, in its surroundings.
	 * @param inFlight where the call takes place
	 * @param inHand the entry, or the list of entries
	 * @param batch whether it is a list
	 * @throws Exception what the handler throws
	 */
	void call(InFlight inFlight, Object inHand, boolean batch) throws Exception {
		Object argument = argument(inHand, batch);
		InvocationContext invocation = this.invocation;
		if (invocation == null) {
			call(inFlight, argument);
			return;
		}
		ContextPropagator.Scope scope = invocation.open(inHand, batch);
		WorkObserver.Call call = invocation.begin(inFlight, inHand, batch);
		Throwable failure = null;
		try {
			call(inFlight, argument);
		}
		catch (Throwable ex) {
			failure = ex;
			throw ex;
		}
		finally {
			invocation.end(call, failure);
			invocation.close(scope);
		}
	}

	/** Call the handler, and tell how long it took. */
	private void call(InFlight inFlight, Object argument) throws Exception {
		WorkTimings timings = this.timings;
		long start = (timings != null) ? System.nanoTime() : 0;
		try {
			if (this.contextHandler != null) {
				this.contextHandler.handle(argument, inFlight);
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

	private static void settle(InFlight inFlight, int items, @Nullable Throwable failure) {
		if (failure == null) {
			inFlight.countHandled(items);
		}
		else {
			inFlight.countFailed(items);
		}
	}

	/**
	 * Complete a future, once more where there was no memory for it: whoever waits for it
	 * would wait for ever. Each time goes on with the dependents that were not reached.
	 */
	@SuppressWarnings("NullAway") // Void has no other value
	private void complete(Object entry, @Nullable Throwable failure) {
		CompletableFuture<Void> future = Envelope.futureOf(entry);
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
				MemoryRetry.nap();
			}
			catch (Throwable ex) {
				this.settings.log().error(EngineLog.Trouble.COMPLETION, this.settings.name(), ex);
				return;
			}
		}
	}

}
