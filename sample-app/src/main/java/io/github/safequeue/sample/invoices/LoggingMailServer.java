/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.invoices;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Stands for a mail server: logs the ids of mails.
 */
@Component
class LoggingMailServer implements MailServer {

	private static final Logger logger = LoggerFactory.getLogger(LoggingMailServer.class);

	@Override
	public void send(String id, String customerId, String text) {
		logger.debug("Mail {} is sent", id);
	}

}
