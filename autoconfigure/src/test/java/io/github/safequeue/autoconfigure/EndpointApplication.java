/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.safequeue.testing.TestQueues;

/**
 * A web application with endpoint and health of {@link TestQueues}, asked over HTTP.
 */
record EndpointApplication(ConfigurableApplicationContext context, HttpClient client,
		URI actuator) implements AutoCloseable {

	static EndpointApplication start() {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class).properties(
				"server.port=0", "safequeue.enabled=false", "management.health.rabbit.enabled=false",
				"management.endpoints.web.exposure.include=*", "management.endpoint.health.show-details=always",
				"spring.jackson.property-naming-strategy=SNAKE_CASE",
				"spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
			.run();
		return new EndpointApplication(context, HttpClient.newHttpClient(), URI
			.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port") + "/actuator/"));
	}

	TestQueues queues() {
		return this.context.getBean(TestQueues.class);
	}

	HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return this.client.send(HttpRequest.newBuilder(this.actuator.resolve(path)).build(), BodyHandlers.ofString());
	}

	HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
		return send("POST", path, body);
	}

	HttpResponse<String> send(String method, String path, String body) throws IOException, InterruptedException {
		return this.client.send(HttpRequest.newBuilder(this.actuator.resolve(path))
			.header("Content-Type", "application/json")
			.method(method, BodyPublishers.ofString(body))
			.build(), BodyHandlers.ofString());
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		TestQueues queues() {
			return new TestQueues();
		}

	}

}
