package io.github.safequeue.autoconfigure;

import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;

import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.WorkObserver;
import io.github.safequeue.observation.HandlerObservations;
import io.github.safequeue.observation.SafeQueueHandleConvention;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for observations of handler calls.
 */
@AutoConfiguration(afterName = { "io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration",
		"org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration" })
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean({ ObservationRegistry.class, SafeQueueRegistry.class })
public final class SafeQueueObservationAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnMissingBean(WorkObserver.class)
	HandlerObservations safeQueueHandlerObservations() {
		return new HandlerObservations();
	}

	/**
	 * Queues may exist before the registry: it is asked for once all singletons exist.
	 */
	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static SmartInitializingSingleton safeQueueHandlerObservationsBinder(
			ObjectProvider<HandlerObservations> observations, ObjectProvider<ObservationRegistry> registries,
			ObjectProvider<SafeQueueHandleConvention> conventions) {
		return () -> observations.ifAvailable(
				(target) -> registries.ifUnique((registry) -> target.bindTo(registry, conventions.getIfAvailable())));
	}

}
