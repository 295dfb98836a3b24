/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

import io.github.safequeue.SafeQueue;

/**
 * Keeps the lines of queues that close, and of items that fail, out of the output of
 * tests that close thousands.
 */
public final class HushedExtension implements BeforeAllCallback, AfterAllCallback {

	private static final Logger logger = (Logger) LoggerFactory.getLogger(SafeQueue.class);

	@Override
	public void beforeAll(ExtensionContext context) {
		logger.setLevel(Level.OFF);
	}

	@Override
	public void afterAll(ExtensionContext context) {
		logger.setLevel(null);
	}

}
