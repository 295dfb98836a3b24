/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * Completes the future of a settled item. Repeated where there is no memory for it, since
 * a thread that waits for it would wait for ever; each time goes on with the dependents
 * that were not reached. What dependents throw is logged. Called by workers and
 * reporters.
 */
final class FutureCompletion {

	private final String queue;

	private final EngineLog log;

	FutureCompletion(String queue, EngineLog log) {
		this.queue = queue;
		this.log = log;
	}

	/** Complete the future of an element, if there is one. */
	@SuppressWarnings("NullAway") // Void has no other value
	void complete(Object element, @Nullable Throwable failure) {
		CompletableFuture<Void> future = Envelope.futureOf(element);
		if (future == null) {
			return;
		}
		for (;;) {
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
				this.log.error(EngineLog.Trouble.COMPLETION, this.queue, ex);
				return;
			}
		}
	}

}
