/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle;

import java.util.List;
import java.util.Map;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration;

/**
 * Contexts with beans that are defined in a given order.
 */
final class DefinedBeans {

	private DefinedBeans() {
	}

	static ApplicationContextRunner runner(DestructionJournal journal) {
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SafeQueueAutoConfiguration.class))
			.withPropertyValues("safequeue.shutdown.drain-timeout=20s")
			.withBean(DestructionJournal.class, () -> journal);
	}

	/** Define beans one after the other. */
	static ApplicationContextRunner define(ApplicationContextRunner runner, List<String> order,
			Map<String, Class<?>> types) {
		ApplicationContextRunner defined = runner;
		for (String name : order) {
			defined = defined.withBean(name, types.get(name));
		}
		return defined;
	}

}
