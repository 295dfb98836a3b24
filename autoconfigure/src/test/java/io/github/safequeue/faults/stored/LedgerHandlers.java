/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.stored;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.faults.ledger.LedgerItem;

/**
 * Handlers as they should be: their effects are committed together with the
 * acknowledgement.
 */
@Component
class LedgerHandlers {

	static final String KEYED = "orders";

	static final String UNKEYED = "mails";

	private final Effects effects;

	LedgerHandlers(Effects effects) {
		this.effects = effects;
	}

	@Transactional
	@SafeQueueListener(queues = KEYED, key = "key", concurrency = "2")
	void onOrder(LedgerItem item) {
		this.effects.have(KEYED, item, 500_000);
	}

	@Transactional
	@SafeQueueListener(queues = UNKEYED, concurrency = "2")
	void onMail(LedgerItem item) {
		this.effects.have(UNKEYED, item, 500_000);
	}

}
