package io.github.safequeue.engine;

import java.util.ArrayList;
import java.util.List;

import io.github.safequeue.RejectedWorkException;
import io.github.safequeue.UndeliveredWork;

/**
 * Accepted entries that will not be handled, on their way to whoever takes undelivered
 * work. Where memory is short the way is gone in several steps, each of them once. Used
 * by one thread at a time.
 */
final class Leftovers {

	final List<Object> entries = new ArrayList<>();

	private final Settings settings;

	private boolean counted;

	private boolean told;

	private int completed;

	Leftovers(Settings settings) {
		this.settings = settings;
	}

	/**
	 * Count the entries, of which there will be no more.
	 * @return how many were not counted before
	 */
	int count() {
		int more = (this.counted) ? 0 : this.entries.size();
		this.counted = true;
		return more;
	}

	/**
	 * Report the entries and complete their futures, and wait for the memory it takes.
	 * @param reason why they are not handled
	 */
	void tell(UndeliveredWork.Reason reason) {
		while (!tryTell(reason)) {
			Shortage.nap();
		}
	}

	/**
	 * As {@link #tell(UndeliveredWork.Reason)}, as far as there is memory.
	 * @param reason why they are not handled
	 * @return whether all of it is done
	 */
	boolean tryTell(UndeliveredWork.Reason reason) {
		try {
			if (!this.told && !this.entries.isEmpty()) {
				UndeliveredWork work = new UndeliveredWork(this.settings.name(), items(), reason);
				this.told = true;
				report(work);
			}
			while (this.completed < this.entries.size()) {
				if (this.entries.get(this.completed) instanceof Submission submission) {
					submission.future()
						.completeExceptionally(
								new RejectedWorkException(this.settings.name(), RejectedWorkException.Reason.CLOSED));
				}
				this.completed++;
			}
			return true;
		}
		catch (OutOfMemoryError ex) {
			return false;
		}
	}

	private List<Object> items() {
		return this.entries.stream().map(Submission::itemOf).toList();
	}

	private void report(UndeliveredWork work) {
		try {
			this.settings.undelivered().onUndelivered(work);
		}
		catch (Throwable ex) {
			EngineLog.error(EngineLog.Trouble.UNDELIVERED, this.settings.name(), ex);
		}
	}

}
