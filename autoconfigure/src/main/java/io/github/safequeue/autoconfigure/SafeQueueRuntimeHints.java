/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

import io.github.safequeue.SafeQueueBuilderFactory;
import io.github.safequeue.engine.EngineBuilderFactory;

/**
 * Lets a native image find the engine as {@link io.github.safequeue.SafeQueues} does, and
 * make virtual threads.
 */
final class SafeQueueRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.resources().registerPattern("META-INF/services/" + SafeQueueBuilderFactory.class.getName());
		hints.resources().registerPattern("io/github/safequeue/store/jdbc/*.sql");
		hints.reflection().registerType(EngineBuilderFactory.class, MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS);
		hints.reflection()
			.registerType(Thread.class, (type) -> type.withMethod("ofVirtual", List.of(), ExecutableMode.INVOKE));
		hints.reflection()
			.registerTypeIfPresent(classLoader, "java.lang.Thread$Builder$OfVirtual",
					MemberCategory.INVOKE_PUBLIC_METHODS);
	}

}
