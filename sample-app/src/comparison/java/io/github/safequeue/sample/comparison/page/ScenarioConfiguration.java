package io.github.safequeue.sample.comparison.page;

import io.github.safequeue.sample.comparison.ScenarioJvm;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Has scenarios run in JVMs of their own.
 */
@Configuration(proxyBeanMethods = false)
class ScenarioConfiguration {

	@Bean
	ScenarioRunner scenarioRunner() {
		return ScenarioJvm::run;
	}

}
