/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.diagnostics;

import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

import io.github.safequeue.DurableQueue;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.autoconfigure.properties.QueueKeys;
import io.github.safequeue.autoconfigure.properties.SafeQueueProperties;
import io.github.safequeue.autoconfigure.registration.DeclaredQueues;
import io.github.safequeue.autoconfigure.registration.OtherBean;
import io.github.safequeue.autoconfigure.registration.QueueBeanRegistrar;

/**
 * Reports which queue an injection point asks for and which queues there are, where
 * Spring finds none of that type, or several.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class SafeQueueInjectionFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException> {

	private final BeanFactory beanFactory;

	private final Environment environment;

	SafeQueueInjectionFailureAnalyzer(BeanFactory beanFactory, Environment environment) {
		this.beanFactory = beanFactory;
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause,
			@Nullable String description) {
		ResolvableType type = cause.getResolvableType();
		if (type == null || (type.resolve() != SafeQueue.class && type.resolve() != DurableQueue.class)) {
			return null;
		}
		QueueRequest request = QueueRequest.of(injectionFailure(rootFailure), type);
		Map<String, ResolvableType> declared = DeclaredQueues.of(this.beanFactory);
		LeftOutQueues leftOut = new LeftOutQueues(this.environment, declared.keySet());
		boolean ambiguous = cause.getNumberOfBeansFound() > 1;
		QueueWithoutStore storeless = ambiguous ? null : QueueWithoutStore.find(request, declared, this.beanFactory);
		if (storeless != null) {
			return new FailureAnalysis(
					"%s asks for %s, but %s.\n\n%s".formatted((description != null) ? description : "The application",
							request.describe(), storeless.problem(), list(declared) + list(leftOut)),
					storeless.action(), cause);
		}
		String text = "%s asks for %s, but %s.\n\n%s".formatted((description != null) ? description : "The application",
				request.describe(), ambiguous ? "several queues hold such items" : problem(request, declared, leftOut),
				list(declared) + list(leftOut));
		return new FailureAnalysis(text, ambiguous ? choose() : action(request, declared) + otherRole(request, leftOut),
				cause);
	}

	private String problem(QueueRequest request, Map<String, ResolvableType> declared, LeftOutQueues leftOut) {
		ResolvableType items = (request.name() != null) ? declared.get(request.name()) : null;
		if (items != null) {
			return "queue '%s' holds items of type '%s'".formatted(request.name(), items);
		}
		if (leftOut.contains(request.name())) {
			return "no such queue is declared: its properties declare none, since %s=false"
				.formatted(required(request.name()));
		}
		String bean = otherBean(request);
		return "no such queue is declared" + ((bean != null) ? ": " + bean : "");
	}

	/** What has the name of the queue in its place. */
	private @Nullable String otherBean(QueueRequest request) {
		return (this.beanFactory instanceof ConfigurableListableBeanFactory factory)
				? OtherBean.describe(queueName(request), factory) : null;
	}

	private static String queueName(QueueRequest request) {
		if (request.items().resolve() == Runnable.class) {
			return QueueBeanRegistrar.DEFAULT_QUEUE;
		}
		return (request.name() != null) ? request.name() : "orders";
	}

	private static String required(@Nullable String queue) {
		return QueueKeys.property(String.valueOf(queue), "required");
	}

	private String action(QueueRequest request, Map<String, ResolvableType> declared) {
		if (!SafeQueueProperties.isEnabled(this.environment)) {
			return "Set safequeue.enabled to true: while it is false, neither properties nor listeners declare queues.";
		}
		ResolvableType items = (request.name() != null) ? declared.get(request.name()) : null;
		if (items != null) {
			return "Inject %s<%s>, or change what queue '%s' holds: the type of its items is that of its handler."
				.formatted(request.queueType(), QueueRequest.simpleName(items), request.name());
		}
		String name = queueName(request);
		boolean taken = otherBean(request) != null;
		if (taken && name.equals(QueueBeanRegistrar.DEFAULT_QUEUE)) {
			return "Rename the bean '%1$s': the queue '%1$s' is there unless another bean has its name."
				.formatted(name);
		}
		String item = request.itemName();
		return """
				Inject one of the declared queues, or %4$sdeclare queue '%1$s' in one of these ways:
				    - a method of a bean: @SafeQueueListener("%1$s") void on(%2$s item)
				    - the property %3$s with the name of a WorkHandler<%2$s> bean
				    - a bean: @Bean %5$s<%2$s> %1$s(SafeQueueBuilder builder) \
				{ return builder.name("%1$s").handler(...).%6$s(); }%7$s""".formatted(name, item,
				QueueKeys.property(name, "handler"), taken ? "rename the bean '%s' and ".formatted(name) : "",
				request.queueType(), request.durable() ? "buildDurable" : "build",
				request.durable() ? "\nand set %s to jdbc.".formatted(QueueKeys.property(name, "store")) : "");
	}

	private static String otherRole(QueueRequest request, LeftOutQueues leftOut) {
		return leftOut.contains(request.name()) ? "\nWhere the application is to run without the queue, "
				+ "ask for an ObjectProvider<%s<%s>> instead.".formatted(request.queueType(), request.itemName()) : "";
	}

	private static String choose() {
		return "Name the parameter or field like the queue, or add @Qualifier with the queue's name.";
	}

	private static String list(Map<String, ResolvableType> declared) {
		if (declared.isEmpty()) {
			return "No queue is declared.";
		}
		return declared.entrySet()
			.stream()
			.map((entry) -> "    - %s (%s)".formatted(entry.getKey(), entry.getValue()))
			.collect(Collectors.joining("\n", "Declared queues and the types of their items:\n", ""));
	}

	private static String list(LeftOutQueues leftOut) {
		return leftOut.names()
			.stream()
			.map((name) -> "\n    - %s is not declared (%s=false)".formatted(name, required(name)))
			.collect(Collectors.joining());
	}

	/** The innermost failure is the one of the point that asked for the queue. */
	private static @Nullable UnsatisfiedDependencyException injectionFailure(Throwable rootFailure) {
		UnsatisfiedDependencyException found = null;
		for (Throwable failure = rootFailure; failure != null; failure = failure.getCause()) {
			if (failure instanceof UnsatisfiedDependencyException unsatisfied) {
				found = unsatisfied;
			}
		}
		return found;
	}

}
