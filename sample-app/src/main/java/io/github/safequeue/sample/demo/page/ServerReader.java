/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.demo.page;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Says since when the server runs and where its management endpoints are. Any thread.
 */
@Component
@Profile("demo")
class ServerReader {

	private static final List<String> LINKED = List.of("health", "safequeues", "metrics");

	private final ApplicationContext context;

	private final PathMappedEndpoints endpoints;

	ServerReader(ApplicationContext context, PathMappedEndpoints endpoints) {
		this.context = context;
		this.endpoints = endpoints;
	}

	Server read() {
		Environment environment = this.context.getEnvironment();
		ManagementPortType port = ManagementPortType.get(environment);
		boolean apart = port == ManagementPortType.DIFFERENT;
		return new Server(Instant.ofEpochMilli(this.context.getStartupDate()),
				apart ? environment.getProperty("local.management.port", Integer.class) : null,
				(port != ManagementPortType.DISABLED) ? paths(apart ? basePath(environment) : "") : Map.of());
	}

	/** Only a management server of its own has this path. */
	private static String basePath(Environment environment) {
		return environment.getProperty("management.server.base-path", "");
	}

	private Map<String, String> paths(String basePath) {
		Map<String, String> paths = new LinkedHashMap<>();
		for (String name : LINKED) {
			String path = this.endpoints.getPath(EndpointId.of(name));
			if (path != null) {
				paths.put(name, basePath + path);
			}
		}
		return paths;
	}

	/**
	 * The server that answers.
	 *
	 * @param startedAt since when it runs; another time is another run
	 * @param managementPort where its management endpoints are, {@code null} if at the
	 * application's own port
	 * @param endpoints the paths of the management endpoints that are exposed, by their
	 * names
	 */
	record Server(Instant startedAt, @Nullable Integer managementPort, Map<String, String> endpoints) {
	}

}
