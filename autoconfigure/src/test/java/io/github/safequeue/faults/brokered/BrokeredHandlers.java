/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.brokered;

import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.WorkContext;
import io.github.safequeue.faults.ledger.HandlerCall;
import io.github.safequeue.faults.ledger.LedgerItem;
import io.github.safequeue.faults.ledger.Notebook;

/**
 * Handlers as they should be. They always fail for some items, and once for others.
 */
@Component
class BrokeredHandlers {

	static final String KEYED = "orders";

	static final String UNKEYED = "mails";

	/** The outcome of a call that returned. */
	static final String DONE = "done";

	/** The outcome of a call that failed. */
	static final String FAILED = "failed";

	private static final int SELDOM = 40;

	private static final long NANOS = 1_000_000;

	private final Notebook notebook;

	BrokeredHandlers(@Value("${ledger.directory}") Path directory) {
		this.notebook = HandlerCall.notebook(directory);
	}

	/** Whether each call for an item fails. */
	static boolean isBad(LedgerItem item) {
		return item.number() % SELDOM == SELDOM / 2;
	}

	/** Whether the first call for an item fails. */
	static boolean isFlaky(LedgerItem item) {
		return item.number() % SELDOM == SELDOM - 1;
	}

	@SafeQueueListener(queues = KEYED, key = "key", concurrency = "3")
	void onOrder(LedgerItem item, WorkContext context) {
		handle(KEYED, item, context);
	}

	@SafeQueueListener(queues = UNKEYED, concurrency = "3")
	void onMail(LedgerItem item, WorkContext context) {
		handle(UNKEYED, item, context);
	}

	void handle(String queue, LedgerItem item, WorkContext context) {
		note(queue, item, HandlerCall.BEGIN);
		LockSupport.parkNanos(NANOS);
		if (isBad(item) || (isFlaky(item) && context.attempt() == 1)) {
			note(queue, item, FAILED);
			throw new IllegalStateException("As it should");
		}
		note(queue, item, DONE);
	}

	void note(String queue, LedgerItem item, String word) {
		HandlerCall.note(this.notebook, queue, item, word);
	}

}
