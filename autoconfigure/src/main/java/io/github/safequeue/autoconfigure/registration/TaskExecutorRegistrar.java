/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.registration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.CompositeTaskDecorator;
import org.springframework.scheduling.annotation.AsyncConfigurer;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.autoconfigure.properties.SafeQueueProperties;
import io.github.safequeue.executor.SafeQueueTaskExecutors;
import io.github.safequeue.lifecycle.SubmissionProxy;
import io.github.safequeue.listener.AsyncBean;
import io.github.safequeue.listener.AsyncBeans;

/**
 * Declares the task executor after all other bean definitions are known, so that it
 * stands in the way of no condition, and says which beans lead to its queue.
 */
final class TaskExecutorRegistrar {

	static final String NAME = "safeQueueTaskExecutor";

	private static final String QUEUE = SafeQueueProperties.PREFIX + ".task-executor.queue";

	private final SafeQueueProperties.TaskExecutor properties;

	private final String queue;

	private final ConfigurableApplicationContext context;

	private final ConfigurableListableBeanFactory beanFactory;

	private final BeanDefinitionRegistry registry;

	/** All names of the executor, the bean's own first; none where it is not declared. */
	private final Set<String> names = new LinkedHashSet<>();

	private boolean isDefault;

	TaskExecutorRegistrar(SafeQueueProperties.TaskExecutor properties, ConfigurableApplicationContext context,
			BeanDefinitionRegistry registry) {
		this.properties = properties;
		this.queue = properties.queue();
		this.context = context;
		this.beanFactory = context.getBeanFactory();
		this.registry = registry;
	}

	/** Declare the bean, unless it is switched off or the application has its own. */
	void register() {
		if (!this.properties.enabled()) {
			return;
		}
		boolean own = this.registry.isBeanNameInUse(NAME);
		if ((own && !this.properties.replaces()) || !hasQueue()) {
			return;
		}
		if (this.properties.replaces()) {
			BootTaskExecutor.remove(this.queue, this.registry);
			this.names.add(BootTaskExecutor.NAME);
			this.names.add(BootTaskExecutor.ALIAS);
		}
		if (!own) {
			this.names.add(NAME);
		}
		declare();
	}

	private boolean hasQueue() {
		ResolvableType items = DeclaredQueues.of(this.beanFactory).get(this.queue);
		if (items != null && items.resolve() == Runnable.class) {
			return true;
		}
		if (!this.properties.replaces()
				&& !Binder.get(this.context.getEnvironment()).bind(QUEUE, String.class).isBound()) {
			// The application uses the name for something else, and no property asks for
			// this.
			return false;
		}
		String bean = OtherBean.describe(this.queue, this.beanFactory);
		String missing = "no such queue is declared" + ((bean != null) ? ": " + bean : "");
		throw new SafeQueueConfigurationException(this.queue,
				"Queue '%s': the property '%s' names it, but %s.".formatted(this.queue, QUEUE,
						(items != null) ? "its items are of type '%s', not Runnable".formatted(items) : missing),
				("Set %1$s to the name of a SafeQueue<Runnable>, such as %2$s, or declare one: "
						+ "@Bean SafeQueue<Runnable> tasks(SafeQueueBuilder builder) "
						+ "{ return builder.name(\"tasks\").itemType(Runnable.class).handler(Runnable::run).build(); }")
					.formatted(QUEUE, QueueBeanRegistrar.DEFAULT_QUEUE));
	}

	private void declare() {
		String name = this.names.iterator().next();
		RootBeanDefinition definition = new RootBeanDefinition();
		definition.setBeanClass(AsyncTaskExecutor.class);
		definition.setInstanceSupplier(this::create);
		definition.setRole(BeanDefinition.ROLE_INFRASTRUCTURE);
		// It must be there when the context closes, and can no longer be made then.
		definition.setLazyInit(false);
		definition.setDescription("Task executor on queue '" + this.queue + "'");
		if (this.properties.replaces()) {
			definition
				.setDefaultCandidate(this.beanFactory.getBeanNamesForType(Executor.class, true, false).length == 0);
			this.beanFactory.addBeanPostProcessor(new AsyncExecutorLookup(this.beanFactory, name));
		}
		else {
			definition.setDefaultCandidate(false);
			definition.setFallback(true);
			AsyncExecutorLookup.hide(definition);
			this.beanFactory.addBeanPostProcessor(new AsyncExecutorLookup(this.beanFactory, null));
		}
		QueueBeanRegistrar.leaveOutOfGeneratedCode(definition);
		this.registry.registerBeanDefinition(name, definition);
		this.names.stream().skip(1).forEach((alias) -> this.registry.registerAlias(name, alias));
		// As Spring does: one for a context and its parents.
		this.isDefault = this.properties.replaces() || !Arrays
			.stream(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beanFactory, AsyncConfigurer.class, true,
					false))
			.allMatch(this::isOfBoot);
	}

	private boolean isOfBoot(String configurer) {
		Class<?> type = this.beanFactory.getType(configurer, false);
		return type != null && type.getName().startsWith("org.springframework.boot.");
	}

	private AsyncTaskExecutor create() {
		if (!this.context.isActive()) {
			// Asked for after the end, when a bean factory makes beans anew.
			return SafeQueueTaskExecutors.closed(this.queue);
		}
		@SuppressWarnings("unchecked")
		SafeQueue<Runnable> queue = this.beanFactory.getBean(this.queue, SafeQueue.class);
		return SafeQueueTaskExecutors.on(queue, decorator());
	}

	/** As Spring Boot does for its own executor. */
	private @Nullable TaskDecorator decorator() {
		List<TaskDecorator> decorators = this.beanFactory.getBeanProvider(TaskDecorator.class).orderedStream().toList();
		return switch (decorators.size()) {
			case 0 -> null;
			case 1 -> decorators.get(0);
			default -> new CompositeTaskDecorator(decorators);
		};
	}

	/**
	 * Return the beans by which others submit to the queue: the executor, and those with
	 * methods that run on it.
	 */
	List<SubmissionProxy> gateways() {
		List<SubmissionProxy> gateways = new ArrayList<>();
		if (this.names.isEmpty()) {
			return gateways;
		}
		gateways.add(new SubmissionProxy(this.names.iterator().next(), this.queue, false));
		boolean events = hasOwnMulticaster();
		if (AsyncBeans.isAsyncEnabled(this.beanFactory)) {
			for (AsyncBean bean : AsyncBeans.find(this.beanFactory)) {
				if (bean.executors().stream().anyMatch(this::isMeant)) {
					gateways.add(new SubmissionProxy(bean.name(), this.queue, true));
					events |= bean.listening();
				}
			}
		}
		if (events) {
			gateways.add(new SubmissionProxy(SubmissionProxy.EVENTS, this.queue, false));
		}
		return gateways;
	}

	private boolean isMeant(String executor) {
		return this.names.contains(executor) || (this.isDefault && executor.isEmpty());
	}

	/**
	 * Whether the application made a multicaster, which may have been given the executor.
	 */
	private boolean hasOwnMulticaster() {
		return this.registry.containsBeanDefinition(AbstractApplicationContext.APPLICATION_EVENT_MULTICASTER_BEAN_NAME);
	}

	/** Return further beans that tasks reach, by the name of the queue. */
	Map<String, Set<String>> reached() {
		if (this.names.isEmpty()) {
			return Map.of();
		}
		Set<String> reached = new LinkedHashSet<>(
				List.of(this.beanFactory.getBeanNamesForType(TaskDecorator.class, true, false)));
		if (hasOwnMulticaster()) {
			AsyncBeans.find(this.beanFactory)
				.stream()
				.filter(AsyncBean::listening)
				.forEach((bean) -> reached.add(bean.name()));
		}
		return Map.of(this.queue, reached);
	}

}
