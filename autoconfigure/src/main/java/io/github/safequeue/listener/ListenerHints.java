/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.listener;

import java.lang.reflect.Method;

import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.util.ClassUtils;

/**
 * Hints for a native image: the methods that are called by reflection on behalf of
 * listener methods.
 */
public final class ListenerHints {

	private ListenerHints() {
	}

	/**
	 * Register what one listener method needs: the method itself, those of interfaces by
	 * which a proxy may be called, and those that read the key.
	 * @param hints receives the hints
	 * @param listener the listener method
	 */
	public static void register(ReflectionHints hints, ListenerMethod listener) {
		Method method = listener.method();
		hints.registerMethod(method, ExecutableMode.INVOKE);
		for (Class<?> type : ClassUtils.getAllInterfacesForClassAsSet(method.getDeclaringClass())) {
			for (Method candidate : type.getMethods()) {
				if (candidate.getName().equals(method.getName())
						&& candidate.getParameterCount() == method.getParameterCount()) {
					hints.registerMethod(candidate, ExecutableMode.INVOKE);
				}
			}
		}
		String key = listener.key();
		if (key != null) {
			KeyExtractor.methods(listener.queues().get(0), listener.itemType(), key)
				.forEach((reader) -> hints.registerMethod(reader, ExecutableMode.INVOKE));
		}
	}

}
