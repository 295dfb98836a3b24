package io.github.safequeue.engine;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.WorkTimings;
import io.github.safequeue.engine.buffer.QueueBuffer;

/**
 * Samples how long items wait, without cost for the submitters. Used by the worker that
 * takes.
 */
final class WaitSampler {

	private final QueueBuffer buffer;

	private final Parker parker;

	private final String queue;

	private final @Nullable WorkTimings timings;

	private long mark = -1;

	private long markedAt;

	WaitSampler(QueueSettings settings, QueueBuffer buffer, Parker parker) {
		this.buffer = buffer;
		this.parker = parker;
		this.queue = settings.name();
		this.timings = settings.timings();
	}

	/**
	 * An item was taken. If a submitter woke the worker for it, it waited since then.
	 * Otherwise measure how long the newest item of an earlier moment took to be taken.
	 */
	void taken() {
		WorkTimings timings = this.timings;
		if (timings == null) {
			return;
		}
		long wokenAt = this.parker.wokenAt;
		if (wokenAt != 0) {
			this.parker.wokenAt = 0;
			timings.waiting(this.queue, System.nanoTime() - wokenAt);
		}
		long taken = this.buffer.taken();
		if (this.mark >= 0 && taken > this.mark) {
			timings.waiting(this.queue, System.nanoTime() - this.markedAt);
			this.mark = -1;
		}
		if (this.mark < 0) {
			long accepted = this.buffer.accepted();
			if (accepted > taken) {
				this.mark = accepted - 1;
				this.markedAt = System.nanoTime();
			}
		}
	}

}
