package io.github.safequeue.engine;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.ContextWorkHandler;
import io.github.safequeue.WorkHandler;
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
			if (this.timings == null && this.contextHandler == null) {
				this.handler.handle(Submission.itemOf(entry));
			}
			else {
				call(slot, Submission.itemOf(entry));
			}
		}
		catch (Throwable ex) {
			failure = this.recovery.recover(slot, Submission.itemOf(entry), List.of(entry), ex);
		}
		settle(slot, 1, failure);
		if (entry instanceof Submission submission) {
			complete(submission, failure);
		}
	}

	/**
	 * Handle a batch of entries in one call.
	 * @param slot where the call takes place, with the entries in hand
	 * @param entries the items or submissions
	 */
	void runBatch(Slot slot, List<Object> entries) {
		passGate();
		List<Object> items = new ArrayList<>(entries.size());
		for (Object entry : entries) {
			items.add(Submission.itemOf(entry));
		}
		Throwable failure = null;
		try {
			call(slot, items);
		}
		catch (Throwable ex) {
			failure = this.recovery.recover(slot, items, entries, ex);
		}
		settle(slot, entries.size(), failure);
		for (Object entry : entries) {
			if (entry instanceof Submission submission) {
				complete(submission, failure);
			}
		}
	}

	/**
	 * Settle an entry that could not be given to the handler.
	 * @param slot the slot that has it in hand
	 * @param entry the item or the submission
	 * @param failure why
	 */
	void fail(Slot slot, Object entry, Throwable failure) {
		this.recovery.deadLetter(List.of(entry), failure, 0);
		settle(slot, 1, failure);
		if (entry instanceof Submission submission) {
			complete(submission, failure);
		}
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

	/** Call the handler once, and tell how long it took. */
	void call(Slot slot, Object argument) throws Exception {
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

	private void complete(Submission submission, @Nullable Throwable failure) {
		try {
			if (failure == null) {
				submission.succeed();
			}
			else {
				submission.future().completeExceptionally(failure);
			}
		}
		catch (Throwable ex) {
			this.settings.log().error("Queue '%s': completing a future failed".formatted(this.settings.name()), ex);
		}
	}

}
