/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.registration;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.generate.GenerationContext;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.aot.BeanRegistrationCode;
import org.springframework.beans.factory.aot.BeanRegistrationCodeFragments;
import org.springframework.beans.factory.aot.BeanRegistrationCodeFragmentsDecorator;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.javapoet.CodeBlock;

import io.github.safequeue.DurableQueue;
import io.github.safequeue.listener.ListenerHints;
import io.github.safequeue.listener.ListenerMethod;
import io.github.safequeue.listener.ListenerMethods;

/**
 * Adds to the generated code of an application what the {@link QueueBeanRegistrar} needs
 * when that application runs: what is declared now, and hints for the methods that are
 * called by reflection. Called by the build that processes the application ahead of time.
 */
final class QueueBeanRegistrarAotProcessor implements BeanRegistrationAotProcessor {

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
		return (bean.getBeanClass() == QueueBeanRegistrar.class)
				? new Contribution(bean.getBeanFactory().getBeanDefinition(bean.getBeanName()),
						ListenerMethods.find(bean.getBeanFactory()), storedItems(bean.getBeanFactory()))
				: null;
	}

	/** The types that are written as JSON, and read. */
	private static List<Type> storedItems(ConfigurableListableBeanFactory beanFactory) {
		List<Type> types = new ArrayList<>();
		for (String queue : beanFactory.getBeanNamesForType(DurableQueue.class, true, false)) {
			Class<?> type = beanFactory.getMergedBeanDefinition(queue)
				.getResolvableType()
				.as(DurableQueue.class)
				.getGeneric(0)
				.resolve();
			if (type != null) {
				types.add(type);
			}
		}
		return types;
	}

	private record Contribution(BeanDefinition registrar, List<ListenerMethod> listeners,
			List<Type> storedItems) implements BeanRegistrationAotContribution {

		@Override
		public BeanRegistrationCodeFragments customizeBeanRegistrationCodeFragments(GenerationContext context,
				BeanRegistrationCodeFragments fragments) {
			return new BeanRegistrationCodeFragmentsDecorator(fragments) {
				@Override
				public CodeBlock generateSetBeanDefinitionPropertiesCode(GenerationContext context,
						BeanRegistrationCode code, RootBeanDefinition definition, Predicate<String> attributes) {
					// The merged definition was made before the registrar ran.
					FixedDeclarations.ATTRIBUTES.forEach(
							(name) -> definition.setAttribute(name, Contribution.this.registrar.getAttribute(name)));
					return super.generateSetBeanDefinitionPropertiesCode(context, code, definition,
							attributes.or(FixedDeclarations.ATTRIBUTES::contains));
				}
			};
		}

		@Override
		public void applyTo(GenerationContext context, BeanRegistrationCode code) {
			RuntimeHints hints = context.getRuntimeHints();
			this.listeners.forEach((listener) -> ListenerHints.register(hints.reflection(), listener));
			new BindingReflectionHintsRegistrar().registerReflectionHints(hints.reflection(),
					this.storedItems.toArray(Type[]::new));
			hints.proxies().registerJdkProxy(ConfigurableListableBeanFactory.class);
		}

	}

}
