/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.registration;

import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.core.type.MethodMetadata;

import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.autoconfigure.properties.PropertyCheck;
import io.github.safequeue.autoconfigure.properties.SafeQueueProperties;
import io.github.safequeue.autoconfigure.properties.SafeQueuePropertiesValidator;

/**
 * The executor of Spring Boot, in whose place the task executor may stand.
 */
final class BootTaskExecutor {

	/** The names of the executor that is asked for where none is named. */
	static final String NAME = TaskExecutionAutoConfiguration.APPLICATION_TASK_EXECUTOR_BEAN_NAME;

	static final String ALIAS = "taskExecutor";

	private static final String MODE = SafeQueueProperties.PREFIX + ".task-executor.mode";

	private static final int DEFAULT_CORE_SIZE = 8;

	private BootTaskExecutor() {
	}

	/**
	 * Return how many tasks the executor of Spring Boot would run at a time.
	 * @param environment holds the properties
	 * @return the number
	 */
	static int coreSize(Environment environment) {
		String group = "spring.task.execution.pool.";
		int size = Binder.get(environment, SafeQueueProperties.bindHandler())
			.bind(group + "core-size", Integer.class)
			.orElse(DEFAULT_CORE_SIZE);
		new PropertyCheck(null, (property) -> group + property).range("core-size", size, 1,
				SafeQueuePropertiesValidator.MAX_CONCURRENCY,
				"a number from 1 to %d with %s=replace".formatted(SafeQueuePropertiesValidator.MAX_CONCURRENCY, MODE));
		return size;
	}

	/**
	 * Remove the definition of Spring Boot's executor, if there is one.
	 * @param queue the name of the queue, for messages
	 * @param registry the bean definitions
	 * @throws SafeQueueConfigurationException if the application has its own executor of
	 * that name
	 */
	static void remove(String queue, BeanDefinitionRegistry registry) {
		if (registry.containsBeanDefinition(NAME) && isOfBoot(registry.getBeanDefinition(NAME))) {
			registry.removeBeanDefinition(NAME);
		}
		for (String name : new String[] { NAME, ALIAS }) {
			if (registry.isBeanNameInUse(name)) {
				throw new SafeQueueConfigurationException(queue,
						"Queue '%s': the property '%s' is replace, but the application declares a bean '%s' itself."
							.formatted(queue, MODE, name),
						"Remove or rename that bean, or set %s to additional and write @Async(\"%s\").".formatted(MODE,
								TaskExecutorRegistrar.NAME));
			}
		}
	}

	private static boolean isOfBoot(BeanDefinition definition) {
		MethodMetadata method = (definition instanceof AnnotatedBeanDefinition annotated)
				? annotated.getFactoryMethodMetadata() : null;
		return method != null
				&& method.getDeclaringClassName().startsWith(TaskExecutionAutoConfiguration.class.getPackageName());
	}

}
