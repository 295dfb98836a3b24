package io.github.safequeue.listener;

import java.util.function.UnaryOperator;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.PropertyResolver;

/**
 * Resolves <code>${...}</code> in attributes. What it returns throws
 * {@link IllegalArgumentException} for a placeholder without a value.
 */
final class Placeholders {

	private Placeholders() {
	}

	/**
	 * Return what resolves placeholders for a bean factory: its own resolvers or, before
	 * it has any, its environment, which Spring registers as a singleton first of all.
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
