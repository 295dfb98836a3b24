/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.listener;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.assertj.core.api.ThrowableAssertAlternative;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

import io.github.safequeue.SafeQueueConfigurationException;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Finds listeners as the library does: while bean definitions are being registered.
 */
class FoundListeners implements BeanDefinitionRegistryPostProcessor {

	private List<ListenerMethod> methods = List.of();

	private List<String> singletonsAtThatTime = List.of();

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		ConfigurableListableBeanFactory beanFactory = (ConfigurableListableBeanFactory) registry;
		this.methods = ListenerMethods.find(beanFactory);
		this.singletonsAtThatTime = List.of(beanFactory.getSingletonNames());
	}

	List<ListenerMethod> methods() {
		return this.methods;
	}

	ListenerMethod only() {
		if (this.methods.size() != 1) {
			throw new AssertionError("Expected one listener, but found " + this.methods);
		}
		return this.methods.get(0);
	}

	List<String> singletonsAtThatTime() {
		return this.singletonsAtThatTime;
	}

	static AnnotationConfigApplicationContext context(Map<String, Object> properties, Class<?>... beans) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
		context.registerBean(FoundListeners.class);
		for (Class<?> bean : beans) {
			context.registerBean(bean.getSimpleName(), bean);
		}
		return context;
	}

	static AnnotationConfigApplicationContext refreshed(Class<?>... beans) {
		AnnotationConfigApplicationContext context = context(Map.of(), beans);
		context.refresh();
		return context;
	}

	static FoundListeners in(AnnotationConfigApplicationContext context) {
		return context.getBean(FoundListeners.class);
	}

	static FoundListeners in(Class<?>... beans) {
		try (AnnotationConfigApplicationContext context = refreshed(beans)) {
			return in(context);
		}
	}

	/** Start a context that is expected to refuse a listener. */
	static ThrowableAssertAlternative<SafeQueueConfigurationException> refusal(Class<?>... beans) {
		return refusal((context) -> {
		}, Map.of(), beans);
	}

	static ThrowableAssertAlternative<SafeQueueConfigurationException> refusal(
			Consumer<AnnotationConfigApplicationContext> customizer, Map<String, Object> properties,
			Class<?>... beans) {
		return assertThatExceptionOfType(SafeQueueConfigurationException.class).isThrownBy(() -> {
			try (AnnotationConfigApplicationContext context = context(properties, beans)) {
				customizer.accept(context);
				context.refresh();
			}
		});
	}

}
