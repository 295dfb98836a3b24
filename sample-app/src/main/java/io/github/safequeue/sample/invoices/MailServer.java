/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.invoices;

/**
 * Sends mails. Any thread.
 */
@FunctionalInterface
public interface MailServer {

	/**
	 * Send a mail and wait until it is sent. A mail is sent once, however often this is
	 * called with its id.
	 * @param id the mail's id
	 * @param customerId who gets it
	 * @param text what it says
	 */
	void send(String id, String customerId, String text);

}
