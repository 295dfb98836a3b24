/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import java.lang.reflect.Proxy;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.SafeQueue;

/**
 * A queue that this library did not build, as a mock is: its methods return nothing.
 */
public final class NotOurs {

	private NotOurs() {
	}

	@SuppressWarnings("unchecked")
	public static <T> SafeQueue<T> create() {
		return (SafeQueue<T>) Proxy.newProxyInstance(SafeQueue.class.getClassLoader(),
				new Class<?>[] { SafeQueue.class },
				(proxy, method, arguments) -> answer(method.getName(), method.getReturnType(), proxy, arguments));
	}

	private static @Nullable Object answer(String method, Class<?> type, Object proxy, @Nullable Object[] arguments) {
		return switch (method) {
			case "equals" -> proxy == arguments[0];
			case "hashCode" -> System.identityHashCode(proxy);
			case "toString" -> "not ours";
			default -> (type == boolean.class) ? (Object) false : (type == int.class) ? (Object) 0 : null;
		};
	}

}
