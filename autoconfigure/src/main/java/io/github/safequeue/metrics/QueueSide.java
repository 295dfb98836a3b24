/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.metrics;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueDiagnostics;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.StoredQueueDiagnostics;

/**
 * What is measured of a queue under names of its own. Any thread.
 */
enum QueueSide {

	/** A queue in memory, or the side of a queue with a store that calls the handler. */
	HANDLING("safequeue.", "") {

		@Override
		@Nullable SafeQueueSnapshot snapshot(SafeQueue<?> queue) {
			return (queue instanceof StoredQueueDiagnostics stored) ? stored.incoming() : queue.snapshot();
		}

		@Override
		@Nullable SafeQueueDiagnostics diagnostics(SafeQueue<?> queue) {
			return (queue instanceof SafeQueueDiagnostics diagnostics) ? diagnostics : null;
		}

	},

	/** The side of a queue with a store that writes to the store. */
	WRITING("safequeue.outgoing.", "Outgoing side: ") {

		@Override
		@Nullable SafeQueueSnapshot snapshot(SafeQueue<?> queue) {
			return (queue instanceof StoredQueueDiagnostics stored) ? stored.outgoing() : null;
		}

		@Override
		@Nullable SafeQueueDiagnostics diagnostics(SafeQueue<?> queue) {
			return (queue instanceof StoredQueueDiagnostics stored) ? stored.writing() : null;
		}

	};

	private final String prefix;

	private final String introduction;

	QueueSide(String prefix, String introduction) {
		this.prefix = prefix;
		this.introduction = introduction;
	}

	/** Name a meter of this side. */
	String named(String name) {
		return this.prefix + name;
	}

	/** Say of what side a meter is. */
	String described(String description) {
		return this.introduction + description;
	}

	/** Return whether a queue has this side. */
	boolean isOf(SafeQueue<?> queue) {
		return snapshot(queue) != null;
	}

	/** Return the figures of this side, {@code null} if the queue does not have it. */
	abstract @Nullable SafeQueueSnapshot snapshot(SafeQueue<?> queue);

	/** Return what can be said of this side's workers. */
	abstract @Nullable SafeQueueDiagnostics diagnostics(SafeQueue<?> queue);

}
