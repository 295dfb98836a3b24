/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.demo.faults;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

import io.github.safequeue.sample.invoices.MailServer;

/**
 * A mail server that refuses what is sent to the customer {@code nobody}.
 */
@Component
@Primary
@Profile("demo")
class FaultyMailServer implements MailServer {

	private final MailServer server;

	FaultyMailServer(@Qualifier("loggingMailServer") MailServer server) {
		this.server = server;
	}

	@Override
	public void send(String id, String customerId, String text) {
		if (customerId.equals("nobody")) {
			throw new IllegalStateException("There is no such customer");
		}
		this.server.send(id, customerId, text);
	}

}
