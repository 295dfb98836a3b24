/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.SafeQueueEvent;
import io.github.safequeue.engine.buffer.PaddedLong;
import io.github.safequeue.engine.buffer.QueueBuffer;

/**
 * Reports that a queue refuses items because it is full: one event for each time that it
 * is full, and at most one line a minute. Used by the watchdog.
 */
final class Refusals {

	private static final long LINE_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

	/** After how long without a refusal a queue that has room is not full any more. */
	private static final long CALM_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final QueueSettings settings;

	private final QueueBuffer buffer;

	private final PaddedLong counter;

	private final QueueNotifier notifier;

	private long refused;

	private long refusedAt;

	private boolean full;

	/** How many refusals are in lines that were logged. */
	private long written;

	private long writtenAt;

	private @Nullable Instant writtenWhen;

	Refusals(QueueSettings settings, QueueBuffer buffer, PaddedLong counter, QueueNotifier notifier) {
		this.settings = settings;
		this.buffer = buffer;
		this.counter = counter;
		this.notifier = notifier;
	}

	/** Look at what was refused. */
	void look(long now) {
		long refused = this.counter.get();
		if (refused != this.refused) {
			if (!this.full) {
				this.notifier.publish(SafeQueueEvent.Kind.FULL);
			}
			this.full = true;
			this.refused = refused;
			this.refusedAt = now;
		}
		else if (this.full && now - this.refusedAt >= CALM_NANOS && this.buffer.hasRoom(1)) {
			this.full = false;
		}
		if (refused != this.written && (this.writtenWhen == null || now - this.writtenAt >= LINE_EVERY_NANOS)) {
			write(refused, now);
		}
	}

	private void write(long refused, long now) {
		Instant before = this.writtenWhen;
		this.notifier.warn(
				"Queue '%s' was full (capacity %d) and refused %d items%s; it needs a faster handler, more concurrency or a larger capacity"
					.formatted(this.settings.name(), this.buffer.capacity(), refused - this.written,
							(before != null) ? " since " + before : ""));
		this.written = refused;
		this.writtenAt = now;
		this.writtenWhen = this.settings.clock().instant().truncatedTo(ChronoUnit.SECONDS);
	}

}
