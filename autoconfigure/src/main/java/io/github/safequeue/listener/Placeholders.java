/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.listener;

import java.util.function.UnaryOperator;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.PropertyResolver;

/**
 * Resolves <code>${...}</code> in attributes. A placeholder without a value causes an
 * {@link IllegalArgumentException}.
 */
final class Placeholders {

	private Placeholders() {
	}

	/**
	 * Return a resolver of placeholders for a bean factory. It uses the resolvers of the
	 * bean factory or, before it has any, its environment, which Spring registers before
	 * all other singletons.
	 * @param beanFactory the bean factory
	 * @return the resolver
	 */
	static UnaryOperator<String> of(ConfigurableListableBeanFactory beanFactory) {
		if (!beanFactory.hasEmbeddedValueResolver() && beanFactory
			.getSingleton(ConfigurableApplicationContext.ENVIRONMENT_BEAN_NAME) instanceof PropertyResolver resolver) {
			return resolver::resolveRequiredPlaceholders;
		}
		return (text) -> {
			String resolved = beanFactory.resolveEmbeddedValue(text);
			return (resolved != null) ? resolved : "";
		};
	}

}
