/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.diagnostics;

import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

import io.github.safequeue.autoconfigure.properties.QueueKeys;
import io.github.safequeue.autoconfigure.properties.SafeQueueProperties;
import io.github.safequeue.autoconfigure.properties.SafeQueueProperties.Queue;

/**
 * The queues that have properties and are not declared, since they are not required.
 */
final class LeftOutQueues {

	private final QueueKeys<Queue> keys;

	private final Set<String> declared;

	LeftOutQueues(Environment environment, Set<String> declared) {
		this.keys = new QueueKeys<>(SafeQueueProperties.of((ConfigurableEnvironment) environment).queues());
		this.declared = declared;
	}

	boolean contains(@Nullable String name) {
		Queue queue = (name != null && !this.declared.contains(name)) ? this.keys.find(name) : null;
		return queue != null && !queue.required();
	}

	Set<String> names() {
		Set<String> names = new TreeSet<>(this.keys.names(this.declared));
		names.removeIf((name) -> !contains(name));
		return names;
	}

}
