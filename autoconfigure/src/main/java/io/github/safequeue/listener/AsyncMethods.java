/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.listener;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

import io.github.safequeue.SafeQueueConfigurationException;

/**
 * Recognizes asynchronous methods and refuses them as listeners: they return before their
 * work is done.
 */
final class AsyncMethods {

	/** The annotations that Spring's {@code @EnableAsync} looks for. */
	private static final List<String> ANNOTATIONS = List.of("org.springframework.scheduling.annotation.Async",
			"jakarta.ejb.Asynchronous", "jakarta.enterprise.concurrent.Asynchronous");

	private AsyncMethods() {
	}

	/**
	 * Check a method and the class of its bean.
	 * @param signature the listener, for messages
	 * @param method the method
	 * @param userClass the bean's class
	 * @throws SafeQueueConfigurationException if the method or the class is asynchronous
	 */
	static void refuse(ListenerSignature signature, Method method, Class<?> userClass) {
		if (isAsync(method)) {
			throw signature.refuse(
					"is @Async: the queue would count an item as handled when it has only been passed on.",
					"Remove @Async; the queue's own workers call the method.");
		}
		if (isAsync(userClass)) {
			throw signature.refuse(
					"belongs to an @Async class: the queue would count an item as handled when it has only been passed on.",
					"Move @Async from the class to the methods that need it, or this method to a class of its own.");
		}
	}

	/**
	 * Return the executor that the annotations of a method or class ask for.
	 * @param element the method or class
	 * @return its name with placeholders, empty for the default executor, or {@code null}
	 * if the element itself is not asynchronous
	 */
	static @Nullable String executor(AnnotatedElement element) {
		MergedAnnotations annotations = MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY);
		if (ANNOTATIONS.stream().noneMatch(annotations::isPresent)) {
			return null;
		}
		return annotations.get(ANNOTATIONS.get(0)).getValue("value", String.class).orElse("");
	}

	private static boolean isAsync(AnnotatedElement element) {
		return executor(element) != null;
	}

}
