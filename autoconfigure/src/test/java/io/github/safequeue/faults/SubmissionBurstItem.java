/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults;

import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * An item that counts its ends, and how often anything looked at its content.
 */
final class SubmissionBurstItem {

	final AtomicInteger handled = new AtomicInteger();

	final AtomicInteger otherEnds = new AtomicInteger();

	final AtomicInteger looks = new AtomicInteger();

	private final @Nullable Runnable errand;

	SubmissionBurstItem() {
		this(null);
	}

	/**
	 * Create an item.
	 * @param errand what the handler is to do, or {@code null}
	 */
	SubmissionBurstItem(@Nullable Runnable errand) {
		this.errand = errand;
	}

	void handle() {
		if (this.errand != null) {
			this.errand.run();
		}
		this.handled.incrementAndGet();
	}

	int ends() {
		return this.handled.get() + this.otherEnds.get();
	}

	@Override
	public boolean equals(@Nullable Object other) {
		this.looks.incrementAndGet();
		return this == other;
	}

	@Override
	public int hashCode() {
		this.looks.incrementAndGet();
		return 1;
	}

	@Override
	public String toString() {
		this.looks.incrementAndGet();
		return "item";
	}

}
