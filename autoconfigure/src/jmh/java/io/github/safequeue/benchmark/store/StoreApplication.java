/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark.store;

import java.util.List;
import java.util.Map;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

import io.github.safequeue.benchmark.Modulith;

/**
 * An application of Spring Boot with Actuator at its defaults: meters, health, endpoints.
 */
final class StoreApplication {

	static final String TRACING = "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration";

	private StoreApplication() {
	}

	static ConfigurableApplicationContext start(Server server, Class<?> configuration, List<Object> beans,
			Map<String, String> properties) {
		return new SpringApplicationBuilder(configuration).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.logStartupInfo(false)
			.registerShutdownHook(false)
			.properties("logging.level.root=WARN", "spring.jmx.enabled=false",
					"management.otlp.metrics.export.enabled=false", "spring.datasource.url=" + server.url(),
					"safequeue.store.jdbc.initialize-schema=always",
					(configuration == Queues.class) ? Modulith.NONE : "spring.autoconfigure.exclude=")
			.properties(Map.copyOf(properties))
			.initializers((context) -> beans.forEach((bean) -> register((GenericApplicationContext) context, bean)))
			.run();
	}

	/** As a bean definition, so that aspects apply. */
	@SuppressWarnings("unchecked")
	private static void register(GenericApplicationContext context, Object bean) {
		context.registerBean((Class<Object>) bean.getClass(), () -> bean);
	}

	/** Without what peers bring along. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(excludeName = TRACING)
	static class Queues {

	}

}
