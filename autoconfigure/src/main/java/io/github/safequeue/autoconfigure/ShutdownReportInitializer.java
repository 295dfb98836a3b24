/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Adds the report before the context is known to Boot's shutdown hook: once that runs, no
 * handler can be added, and a JVM that is asked to end while the first beans are made
 * would end without the report.
 */
final class ShutdownReportInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		ShutdownReport.ensureRegistered();
	}

}
