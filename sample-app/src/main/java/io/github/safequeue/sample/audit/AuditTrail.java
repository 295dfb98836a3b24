/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.audit;

import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;

import jakarta.annotation.PreDestroy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import io.github.safequeue.SafeQueue;

/**
 * Records what happens, without waiting for the database. Any thread, also while the
 * application closes.
 */
@Component
public class AuditTrail {

	private static final Logger logger = LoggerFactory.getLogger(AuditTrail.class);

	private final SafeQueue<AuditEntry> queue;

	private final LongAdder accepted = new LongAdder();

	private final LongAdder refused = new LongAdder();

	AuditTrail(SafeQueue<AuditEntry> audit) {
		this.queue = audit;
	}

	/**
	 * Record an event.
	 * @param source who records it
	 * @param event what happened
	 */
	public void record(String source, String event) {
		boolean taken = this.queue.offer(new AuditEntry(null, source, event, Instant.now()));
		(taken ? this.accepted : this.refused).increment();
	}

	@PreDestroy
	void close() {
		record("audit", "the trail closes");
		logger.info("Audit: {} entries accepted, {} refused", this.accepted.sum(), this.refused.sum());
	}

}
