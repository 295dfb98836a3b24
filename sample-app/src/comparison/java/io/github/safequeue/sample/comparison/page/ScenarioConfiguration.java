/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison.page;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

import io.github.safequeue.sample.comparison.ScenarioJvm;

/**
 * Has scenarios run in JVMs of their own.
 */
@Configuration(proxyBeanMethods = false)
@Profile("demo")
class ScenarioConfiguration {

	@Bean
	ScenarioRunner scenarioRunner() {
		return ScenarioJvm::run;
	}

}
