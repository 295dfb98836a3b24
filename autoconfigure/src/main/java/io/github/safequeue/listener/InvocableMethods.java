package io.github.safequeue.listener;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;

import io.github.safequeue.SafeQueueConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

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
		Method method = signature.method();
		if (AopUtils.isCglibProxy(bean)) {
			refuseUnadvised(signature, bean.getClass());
		}
		try {
			return AopUtils.selectInvocableMethod(method, bean.getClass());
		}
		catch (IllegalStateException ex) {
			Method generic = findGeneric(method, bean);
			if (generic != null) {
				return generic;
			}
			throw refuse(signature, bean, ex);
		}
	}

	/**
	 * A class proxy overrides what it advises; all else would run on the proxy itself.
	 */
	private static void refuseUnadvised(ListenerSignature signature, Class<?> proxy) {
		Method method = signature.method();
		if (!method.getDeclaringClass().isAssignableFrom(proxy)) {
			return;
		}
		if (Modifier.isFinal(method.getModifiers())) {
			throw signature.refuse("is final, so that the proxy of its bean cannot advise it.",
					"Remove the modifier 'final'.");
		}
		boolean overridden = Arrays.stream(proxy.getDeclaredMethods())
			.anyMatch((candidate) -> overrides(candidate, method));
		if (!overridden) {
			throw signature.refuse("is not visible to the proxy of its bean, which cannot advise it.",
					"Make the method public or protected.");
		}
	}

	private static boolean overrides(Method candidate, Method method) {
		boolean visible = Modifier.isPublic(method.getModifiers()) || Modifier.isProtected(method.getModifiers())
				|| (candidate.getDeclaringClass().getClassLoader() == method.getDeclaringClass().getClassLoader()
						&& candidate.getDeclaringClass()
							.getPackageName()
							.equals(method.getDeclaringClass().getPackageName()));
		return visible && candidate.getName().equals(method.getName())
				&& Arrays.equals(candidate.getParameterTypes(), method.getParameterTypes());
	}

	/** Find an interface method with type variables that the method implements. */
	private static @Nullable Method findGeneric(Method method, Object bean) {
		Class<?> target = AopUtils.getTargetClass(bean);
		for (Class<?> type : ClassUtils.getAllInterfaces(bean)) {
			for (Method candidate : ReflectionUtils.getDeclaredMethods(type)) {
				if (candidate.getName().equals(method.getName())
						&& AopUtils.getMostSpecificMethod(candidate, target).equals(method)) {
					return candidate;
				}
			}
		}
		return null;
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
