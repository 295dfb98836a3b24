/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.stored;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import io.github.safequeue.DurableQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.faults.ledger.LedgerItem;
import io.github.safequeue.faults.ledger.LedgerProducers;

/**
 * Handlers that each break one guarantee, so that the check of that guarantee is checked
 * itself.
 */
@Component
@Profile("weakened")
class WeakenedHandlers {

	/** The item is acknowledged, and handled later. */
	static final String EARLY = "early";

	/** The effect is committed apart from the acknowledgement. */
	static final String APART = "apart";

	/** Items with keys are handled without regard to them. */
	static final String UNORDERED = "unordered";

	/** A handler as it should be, but what was only offered is taken for stored. */
	static final String OFFERED = "offered";

	/** A handler as it should be, but a failed call of enqueue is simply repeated. */
	static final String AGAIN = "again";

	static final List<String> ALL = List.of(EARLY, APART, UNORDERED, OFFERED, AGAIN);

	private static final long LONG = 20_000_000;

	/** Longer than it takes until the next item of the same key is submitted. */
	private static final long VERY_LONG = 1_000_000_000;

	/** Few items take so long, so that the handlers keep up. */
	private static final int RARE = 40;

	private final Effects effects;

	private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "later");
		thread.setDaemon(true);
		return thread;
	});

	WeakenedHandlers(Effects effects) {
		this.effects = effects;
	}

	/** Have items submitted to a queue, of this class or another. */
	static void submit(DurableQueue<LedgerItem> queue, LedgerProducers producers) {
		switch (queue.name()) {
			case OFFERED -> producers.offer(queue);
			case AGAIN -> producers.enqueueAgain(queue);
			default -> {
				producers.send(queue);
				producers.enqueue(queue);
			}
		}
	}

	@SafeQueueListener(EARLY)
	void onEarly(LedgerItem item) {
		this.later.schedule(() -> this.effects.haveApart(EARLY, item), VERY_LONG, TimeUnit.NANOSECONDS);
	}

	@SafeQueueListener(APART)
	void onApart(LedgerItem item) {
		this.effects.haveApart(APART, item);
		LockSupport.parkNanos(LONG);
	}

	@Transactional
	@SafeQueueListener(queues = UNORDERED, concurrency = "2")
	void onUnordered(LedgerItem item) {
		this.effects.have(UNORDERED, item, (item.number() % RARE == 0) ? VERY_LONG : 0);
	}

	@Transactional
	@SafeQueueListener(OFFERED)
	void onOffered(LedgerItem item) {
		this.effects.have(OFFERED, item, 0);
	}

	@Transactional
	@SafeQueueListener(queues = AGAIN, concurrency = "2")
	void onAgain(LedgerItem item) {
		this.effects.have(AGAIN, item, 0);
	}

}
