/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.invoices;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/**
 * A mail server that remembers what was sent, and does not work when the test says so.
 */
final class MailServerDouble implements MailServer {

	private final List<String> sent = new CopyOnWriteArrayList<>();

	private final AtomicInteger failures = new AtomicInteger();

	private volatile CountDownLatch held = new CountDownLatch(0);

	@Override
	public void send(String id, String customerId, String text) {
		try {
			this.held.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("Interrupted", ex);
		}
		if (this.failures.getAndUpdate((left) -> Math.max(0, left - 1)) > 0) {
			throw new IllegalStateException("on purpose");
		}
		this.sent.add(id);
	}

	List<String> sent() {
		return this.sent;
	}

	/** Fail as often as this. */
	void fail(int times) {
		this.failures.set(times);
	}

	/** Answer nothing from now on. */
	void hold() {
		this.held = new CountDownLatch(1);
	}

	/**
	 * Puts the double in the place of the real mail server.
	 */
	@TestConfiguration(proxyBeanMethods = false)
	static class Configuration {

		@Bean
		@Primary
		MailServerDouble mailServerDouble() {
			return new MailServerDouble();
		}

	}

}
