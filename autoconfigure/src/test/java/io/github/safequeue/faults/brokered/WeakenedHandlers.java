/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.brokered;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

import io.github.safequeue.DurableQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.WorkContext;
import io.github.safequeue.faults.ledger.HandlerCall;
import io.github.safequeue.faults.ledger.LedgerItem;
import io.github.safequeue.faults.ledger.LedgerProducers;

/**
 * Queues that each break a guarantee, so that the checks of that are checked themselves.
 */
@Component
@Profile("weakened")
class WeakenedHandlers {

	/**
	 * The handler hands its items over to threads of its own and returns, so that they
	 * are acknowledged before they are handled.
	 */
	static final String EARLY = "early";

	/** A handler as it should be, but what was only offered is taken for stored. */
	static final String OFFERED = "offered";

	static final List<String> ALL = List.of(EARLY, OFFERED);

	private static final int THREADS = 8;

	private static final int SELDOM = 10;

	/** Longer than it takes until the next item of the same key is submitted. */
	private static final long LONG = 1_000_000_000;

	private final BrokeredHandlers handlers;

	private final ExecutorService later = Executors.newFixedThreadPool(THREADS, (task) -> {
		Thread thread = new Thread(task, "later");
		thread.setDaemon(true);
		return thread;
	});

	WeakenedHandlers(BrokeredHandlers handlers) {
		this.handlers = handlers;
	}

	/** Have items submitted to a queue, of this class or another. */
	static void submit(DurableQueue<LedgerItem> queue, LedgerProducers producers) {
		if (queue.name().equals(OFFERED)) {
			producers.offer(queue);
			return;
		}
		producers.send(queue);
		if (!queue.name().equals(EARLY)) {
			producers.enqueue(queue);
		}
	}

	@SafeQueueListener(OFFERED)
	void onOffered(LedgerItem item, WorkContext context) {
		this.handlers.handle(OFFERED, item, context);
	}

	@SafeQueueListener(queues = EARLY, key = "key")
	void onEarly(LedgerItem item) {
		this.later.execute(() -> {
			long kind = item.number() % SELDOM;
			LockSupport.parkNanos((kind == 1) ? LONG : 0);
			this.handlers.note(EARLY, item, HandlerCall.BEGIN);
			LockSupport.parkNanos((kind == SELDOM / 2) ? LONG : 0);
			this.handlers.note(EARLY, item, BrokeredHandlers.DONE);
		});
	}

}
