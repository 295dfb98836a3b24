/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.demo.page;

import java.util.List;
import java.util.stream.Stream;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.sample.Desk;
import io.github.safequeue.sample.SampleApplication;
import io.github.safequeue.sample.comparison.page.ScenarioRunnerDouble;

/**
 * The sample, run in this JVM.
 */
final class Application implements AutoCloseable {

	private static final List<String> PROPERTIES = List.of("--spring.profiles.active=demo", "--server.port=0",
			"--safequeue.queues.orders.retry.delay=20ms", "--safequeue.shutdown.drain-timeout=5s",
			"--spring.datasource.url=jdbc:h2:mem:browser-tests;DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE");

	private final ConfigurableApplicationContext context;

	private Application(List<Class<?>> configurations, String... properties) {
		this.context = new SpringApplicationBuilder(SampleApplication.class)
			.sources(configurations.toArray(Class<?>[]::new))
			.run(Stream
				.concat(PROPERTIES.stream().filter((property) -> !isIn(property, properties)), Stream.of(properties))
				.toArray(String[]::new));
	}

	private static boolean isIn(String property, String... properties) {
		String name = property.substring(0, property.indexOf('=') + 1);
		return Stream.of(properties).anyMatch((each) -> each.startsWith(name));
	}

	/** Start it with scenarios that end when the test says so. */
	static Application start(String... properties) {
		return new Application(List.of(ScenarioRunnerDouble.Configuration.class), properties);
	}

	/** Start it with the scenarios that it has. */
	static Application withScenarios(String... properties) {
		return new Application(List.of(), properties);
	}

	int port() {
		return ((WebServerApplicationContext) this.context).getWebServer().getPort();
	}

	Desk desk() {
		return new Desk(port());
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	SafeQueueSnapshot queue(String name) {
		return bean(SafeQueueRegistry.class).find(name).orElseThrow().snapshot();
	}

	@Override
	public void close() {
		this.context.close();
	}

}
