/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.longrun;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

import io.github.safequeue.DeadLetter;
import io.github.safequeue.DeadLetterHandler;
import io.github.safequeue.RejectedWorkException;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.UndeliveredWork;
import io.github.safequeue.UndeliveredWorkHandler;
import io.github.safequeue.testing.Outcomes;

/**
 * What became of the items of one context. Any thread.
 */
class ItemFutures implements DeadLetterHandler, UndeliveredWorkHandler {

	final Outcomes outcomes = new Outcomes();

	private final Map<Object, CompletableFuture<Void>> futures = new ConcurrentHashMap<>();

	<T> void offer(SafeQueue<T> queue, T item) {
		this.outcomes.offer(queue, item);
	}

	<T> void submit(SafeQueue<T> queue, T item) {
		this.futures.put(item, queue.submit(item));
	}

	@Override
	public void onDeadLetter(DeadLetter<?> letter) {
		this.outcomes.onDeadLetter(letter);
	}

	@Override
	public void onUndelivered(UndeliveredWork work) {
		// A letter that was not read tells the end of its item all the same.
		work.items()
			.stream()
			.filter(DeadLetter.class::isInstance)
			.forEach((item) -> onDeadLetter((DeadLetter<?>) item));
		UndeliveredWork rest = new UndeliveredWork(work.queue(),
				work.items().stream().filter((item) -> !(item instanceof DeadLetter<?>)).toList(), work.reason());
		this.outcomes.onUndelivered(rest);
	}

	/** Everything is settled: read the answers that futures gave. */
	void readFutures() {
		this.futures.forEach((item, future) -> {
			if (!future.isDone()) {
				throw new AssertionError("The future of " + item + " was never completed");
			}
			this.outcomes.answered(item, !isRejected(future));
		});
	}

	private static boolean isRejected(CompletableFuture<Void> future) {
		try {
			future.join();
			return false;
		}
		catch (CompletionException ex) {
			return ex.getCause() instanceof RejectedWorkException;
		}
	}

}
