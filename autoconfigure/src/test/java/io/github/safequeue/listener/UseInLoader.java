/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.listener;

import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.ResolvableType;

import io.github.safequeue.WorkHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Uses a listener of a given class. Itself loaded by the class loader that is to be
 * unloaded, or by its parent.
 */
public class UseInLoader implements Consumer<Class<?>> {

	@Override
	@SuppressWarnings("unchecked")
	public void accept(Class<?> type) {
		DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();
		beanFactory.registerBeanDefinition("listening", new RootBeanDefinition(type));
		ListenerMethod listener = ListenerMethods.find(beanFactory).get(0);
		Object item = beanFactory.getBean("listening");
		WorkHandler<Object> handler = (WorkHandler<Object>) listener.createHandler(item);
		try {
			handler.handle(item);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		Function<Object, @Nullable Object> known = KeyExtractor.of("q", listener.itemType(), "handled");
		Function<Object, @Nullable Object> unknown = KeyExtractor.of("q", ResolvableType.NONE, "handled");
		assertThat(known.apply(item)).isEqualTo(1);
		assertThat(unknown.apply(item)).isEqualTo(1);
	}

}
