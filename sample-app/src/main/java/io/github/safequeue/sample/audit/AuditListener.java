/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.audit;

import java.util.List;

import jakarta.annotation.PreDestroy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import io.github.safequeue.SafeQueueListener;

/**
 * Stores audit entries, a batch in one transaction. Called by the one worker of the queue
 * {@code audit}.
 */
@Component
class AuditListener {

	private static final Logger logger = LoggerFactory.getLogger(AuditListener.class);

	private final AuditRepository repository;

	AuditListener(AuditRepository repository) {
		this.repository = repository;
	}

	@SafeQueueListener(queues = "audit", batchSize = "50")
	@Transactional
	void on(List<AuditEntry> entries) {
		this.repository.saveAll(entries);
	}

	@PreDestroy
	void close() {
		logger.info("Audit: {} entries in the database", this.repository.count());
	}

}
