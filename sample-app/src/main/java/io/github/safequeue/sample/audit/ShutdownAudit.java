/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.audit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Records that the application begins to close.
 */
@Component
class ShutdownAudit {

	private static final Logger logger = LoggerFactory.getLogger(ShutdownAudit.class);

	private final AuditTrail audit;

	private final AuditRepository repository;

	ShutdownAudit(AuditTrail audit, AuditRepository repository) {
		this.audit = audit;
		this.repository = repository;
	}

	@EventListener(ContextClosedEvent.class)
	void onClosed() {
		this.audit.record("shutdown", "the application closes");
		logger.info("Audit: the application closes, {} entries in the database so far", this.repository.count());
	}

}
