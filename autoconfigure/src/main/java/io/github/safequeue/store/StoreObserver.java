/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.WorkContext;
import io.github.safequeue.WorkObserver;

/**
 * What observes the items of one queue, if anything does. What it throws is logged once
 * and does not reach the handler or the item. Any thread.
 */
final class StoreObserver {

	private static final Log logger = LogFactory.getLog(SafeQueue.class);

	private final String queue;

	private final @Nullable WorkObserver observer;

	private final AtomicBoolean logged = new AtomicBoolean();

	StoreObserver(String queue, @Nullable WorkObserver observer) {
		this.queue = queue;
		this.observer = observer;
	}

	/** Take what the calling submitter leaves beside its item. */
	@Nullable Object capture() {
		try {
			return (this.observer != null) ? this.observer.capture() : null;
		}
		catch (Throwable ex) {
			failed(ex);
			return null;
		}
	}

	/** Return what is to travel beside an item. */
	Map<String, String> headers(@Nullable Object captured) {
		try {
			return (this.observer != null && captured != null) ? this.observer.headers(this.queue, captured) : Map.of();
		}
		catch (Throwable ex) {
			failed(ex);
			return Map.of();
		}
	}

	WorkObserver.Call begin(WorkContext context, int items, Map<String, String> headers) {
		try {
			return (this.observer != null) ? this.observer.begin(context, items, headers) : WorkObserver.UNOBSERVED;
		}
		catch (Throwable ex) {
			failed(ex);
			return WorkObserver.UNOBSERVED;
		}
	}

	void end(WorkObserver.Call call, @Nullable Throwable failure) {
		try {
			call.end(failure);
		}
		catch (Throwable ex) {
			failed(ex);
		}
	}

	private void failed(Throwable ex) {
		if (this.logged.compareAndSet(false, true)) {
			logger.error(
					"Queue '%s': observing its items failed; further failures are not logged".formatted(this.queue),
					ex);
		}
	}

}
