/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.registration;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.SafeQueueBuilder;

/**
 * A builder that remembers what was set last.
 */
final class RecordingBuilder {

	private final Map<String, Object> values = new HashMap<>();

	private final SafeQueueBuilder builder = (SafeQueueBuilder) Proxy.newProxyInstance(getClass().getClassLoader(),
			new Class<?>[] { SafeQueueBuilder.class }, (proxy, method, arguments) -> {
				this.values.put(method.getName(), arguments[0]);
				return proxy;
			});

	SafeQueueBuilder builder() {
		return this.builder;
	}

	@Nullable Object get(String setting) {
		return this.values.get(setting);
	}

	Map<String, Object> values() {
		return this.values;
	}

}
