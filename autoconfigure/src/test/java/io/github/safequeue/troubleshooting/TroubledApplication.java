/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.troubleshooting;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.jayway.jsonpath.JsonPath;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import io.github.safequeue.SafeQueue;

/**
 * A web application with a queue, asked over HTTP.
 */
final class TroubledApplication implements AutoCloseable {

	private static final HttpClient client = HttpClient.newHttpClient();

	private final ConfigurableApplicationContext context;

	private final URI actuator;

	private TroubledApplication(ConfigurableApplicationContext context) {
		this.context = context;
		this.actuator = URI
			.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port") + "/actuator/");
	}

	static TroubledApplication open(Class<?> listener, String... properties) {
		return new TroubledApplication(new SpringApplicationBuilder(Application.class, listener).properties(
				"server.port=0", "management.endpoints.web.exposure.include=health,safequeues",
				"management.endpoint.health.show-details=always", "safequeue.shutdown.drain-timeout=5s",
				"safequeue.defaults.stuck-threshold=1s",
				"spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
			.properties(properties)
			.run());
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	@SuppressWarnings("unchecked")
	<T> SafeQueue<T> queue(String name) {
		return this.context.getBean(name, SafeQueue.class);
	}

	/** The health of the queues, but for other queues than one. */
	Map<String, Object> health(String queue) {
		Map<String, Object> health = get("health/safeQueues");
		Map<String, Object> details = JsonPath.read(health, "$.details");
		Map<String, Object> one = new LinkedHashMap<>(health);
		one.put("details", Map.of(queue, details.get(queue)));
		return one;
	}

	Map<String, Object> queueAndWorkers(String queue) {
		return get("safequeues/" + queue);
	}

	private Map<String, Object> get(String path) {
		try {
			HttpRequest request = HttpRequest.newBuilder(this.actuator.resolve(path)).build();
			return JsonPath.read(client.send(request, BodyHandlers.ofString()).body(), "$");
		}
		catch (IOException ex) {
			throw new AssertionError(path, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(path, ex);
		}
	}

	/** What a reader looks for in an answer. */
	static List<Object> read(Map<String, Object> answer, String path) {
		Object found = JsonPath.read(answer, path);
		return (found instanceof List<?> list) ? List.copyOf(list) : List.of(found);
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
