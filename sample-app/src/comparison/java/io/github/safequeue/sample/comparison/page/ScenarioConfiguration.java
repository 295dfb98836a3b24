package io.github.safequeue.sample.comparison.page;

import io.github.safequeue.sample.comparison.ScenarioJvm;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

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
