/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.listener;

import org.springframework.aop.support.AopUtils;
import org.springframework.util.ClassUtils;

import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.WorkHandler;

/**
 * Creates handlers that call a listener method.
 */
final class HandlerFactory {

	private HandlerFactory() {
	}

	/**
	 * Create a handler.
	 * @param signature the method
	 * @param bean the bean or its proxy
	 * @return the handler
	 * @throws SafeQueueConfigurationException if the method cannot be called on the bean
	 */
	static WorkHandler<?> create(ListenerSignature signature, Object bean) {
		Class<?> target = AopUtils.getTargetClass(bean);
		AsyncMethods.refuse(signature, ClassUtils.getMostSpecificMethod(signature.method(), target), target);
		try {
			return MethodCalls.handler(InvocableMethods.select(signature, bean), signature, bean);
		}
		catch (IllegalAccessException ex) {
			throw signature.refuse("cannot be called: %s.".formatted(ex.getMessage()),
					"Make the method and its class public, or open its package to the module of SafeQueue.", ex);
		}
	}

}
