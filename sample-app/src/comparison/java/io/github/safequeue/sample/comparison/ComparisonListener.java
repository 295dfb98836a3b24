/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Runs the comparison in place of an application that is started with
 * {@code --comparison}, and ends the JVM. Spring Boot finds it in
 * {@code META-INF/spring.factories}, so that the application knows nothing of it.
 */
class ComparisonListener implements ApplicationListener<ApplicationStartingEvent>, Ordered {

	@Override
	public void onApplicationEvent(ApplicationStartingEvent event) {
		ComparisonCommand.of(event.getArgs()).ifPresent((command) -> System.exit(command.run(System.out)));
	}

	/** Before Spring Boot prepares the logging of the application. */
	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

}
