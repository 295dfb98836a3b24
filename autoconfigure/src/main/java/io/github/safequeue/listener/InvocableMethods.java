/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.listener;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.util.ClassUtils;

import io.github.safequeue.SafeQueueConfigurationException;

/**
 * Chooses the method through which a bean, or its proxy, is called.
 */
final class InvocableMethods {

	private InvocableMethods() {
	}

	/**
	 * Choose the method.
	 * @param signature the listener
	 * @param bean the bean or its proxy
	 * @return the method on the bean's class, one of its superclasses or interfaces
	 * @throws SafeQueueConfigurationException if the bean has no such method, or its
	 * proxy would not advise it
	 */
	static Method select(ListenerSignature signature, Object bean) {
		try {
			Method method = AopUtils.selectInvocableMethod(signature.method(), bean.getClass());
			if (AopUtils.isCglibProxy(bean)) {
				refuseUnadvised(signature, method, bean.getClass());
			}
			return method;
		}
		catch (IllegalStateException ex) {
			Method generic = findGeneric(signature.method(), bean);
			if (generic != null) {
				return generic;
			}
			throw refuse(signature, bean, ex);
		}
	}

	/**
	 * Refuse a method that a class proxy cannot override: it would run on the proxy
	 * itself, without advice and without the fields of the bean.
	 */
	private static void refuseUnadvised(ListenerSignature signature, Method method, Class<?> proxy) {
		Method proxied = AopUtils.getMostSpecificMethod(method, proxy.getSuperclass());
		int modifiers = proxied.getModifiers();
		if (Modifier.isFinal(modifiers)) {
			throw signature.refuse("is final, so that the proxy of its bean cannot advise it.",
					"Remove the modifier 'final'.");
		}
		Class<?> declaring = proxied.getDeclaringClass();
		boolean samePackage = proxy.getClassLoader() == declaring.getClassLoader()
				&& proxy.getPackageName().equals(declaring.getPackageName());
		if (!samePackage && !Modifier.isPublic(modifiers) && !Modifier.isProtected(modifiers)) {
			throw signature.refuse("is not visible to the proxy of its bean, which cannot advise it.",
					"Make the method public or protected.");
		}
	}

	/** Find an interface method with type variables that the method implements. */
	private static @Nullable Method findGeneric(Method method, Object bean) {
		Class<?> target = AopUtils.getTargetClass(bean);
		return Arrays.stream(ClassUtils.getAllInterfaces(bean))
			.flatMap((type) -> Arrays.stream(type.getMethods()))
			.filter((candidate) -> AopUtils.getMostSpecificMethod(candidate, target).equals(method))
			.findFirst()
			.orElse(null);
	}

	private static SafeQueueConfigurationException refuse(ListenerSignature signature, Object bean,
			IllegalStateException ex) {
		if (AopUtils.isJdkDynamicProxy(bean)) {
			return signature.refuse("is not in any interface of its bean's proxy.",
					"Declare it in an interface, or proxy classes: set 'proxyTargetClass = true' where the proxy is"
							+ " asked for, or 'spring.aop.proxy-target-class=true'.",
					ex);
		}
		return signature.refuse("does not exist in the bean, which is of %s.".formatted(bean.getClass()),
				"Let the bean be of the type that its definition declares.", ex);
	}

}
