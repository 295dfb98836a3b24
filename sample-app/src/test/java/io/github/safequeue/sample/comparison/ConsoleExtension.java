/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets later applications of this JVM log to the console, which a scenario that ran in it
 * has silenced: Spring Boot keeps the threshold in a system property.
 */
class ConsoleExtension implements AfterEachCallback {

	@Override
	public void afterEach(ExtensionContext context) {
		System.clearProperty("CONSOLE_LOG_THRESHOLD");
	}

}
