/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * An item with what its submitter left beside it. An element of a buffer is either an
 * envelope or, where there is nothing beside it, the item itself, so that an offer need
 * not allocate.
 *
 * @param item the item
 * @param future completed when the item is settled, {@code null} if there is none
 * @param context what was captured on the submitting thread for the handler's thread, or
 * {@code null}
 */
record Envelope(Object item, @Nullable CompletableFuture<Void> future, @Nullable Object context) {

	static Object itemOf(Object element) {
		return (element instanceof Envelope envelope) ? envelope.item : element;
	}

	static @Nullable Object contextOf(Object element) {
		return (element instanceof Envelope envelope) ? envelope.context : null;
	}

	static @Nullable CompletableFuture<Void> futureOf(Object element) {
		return (element instanceof Envelope envelope) ? envelope.future : null;
	}

	@Override
	public String toString() {
		return "Envelope";
	}

}
