/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.util.List;

import io.github.safequeue.store.DeliveryHandler;
import io.github.safequeue.store.ReceivedItem;
import io.github.safequeue.store.Settlement;

/**
 * Keeps the interruption of a handler away from the store's own statements: it would
 * break off waiting for a connection, and close the file of some databases. The thread is
 * interrupted again in the end.
 */
final class Interrupts implements AutoCloseable {

	private boolean interrupted = Thread.interrupted();

	DeliveryHandler keptFrom(DeliveryHandler handler) {
		return new DeliveryHandler() {

			@Override
			public void handle(List<ReceivedItem> items) throws Exception {
				try {
					handler.handle(items);
				}
				finally {
					take();
				}
			}

			@Override
			public List<Settlement> failed(List<ReceivedItem> items, Throwable failure) {
				try {
					return handler.failed(items, failure);
				}
				finally {
					take();
				}
			}

		};
	}

	private void take() {
		this.interrupted |= Thread.interrupted();
	}

	@Override
	public void close() {
		if (this.interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
