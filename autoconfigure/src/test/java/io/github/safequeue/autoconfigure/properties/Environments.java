/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.properties;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Environments with given properties or environment variables and nothing else.
 */
public final class Environments {

	private Environments() {
	}

	public static ConfigurableEnvironment properties(String... pairs) {
		ConfigurableEnvironment environment = empty();
		environment.getPropertySources().addLast(new MapPropertySource("file", map(pairs)));
		return environment;
	}

	public static ConfigurableEnvironment variables(String... pairs) {
		ConfigurableEnvironment environment = empty();
		addVariables(environment, pairs);
		return environment;
	}

	public static void addVariables(ConfigurableEnvironment environment, String... pairs) {
		environment.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
					map(pairs)));
	}

	private static ConfigurableEnvironment empty() {
		ConfigurableEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.stream()
			.toList()
			.forEach((source) -> environment.getPropertySources().remove(source.getName()));
		return environment;
	}

	private static Map<String, Object> map(String... pairs) {
		return Arrays.stream(pairs)
			.map((pair) -> pair.split("=", 2))
			.collect(Collectors.toMap((pair) -> pair[0], (pair) -> pair[1]));
	}

}
