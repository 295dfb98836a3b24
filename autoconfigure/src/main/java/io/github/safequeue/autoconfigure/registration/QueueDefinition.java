package io.github.safequeue.autoconfigure.registration;

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.cleaner.SafeCleaners;
import io.github.safequeue.engine.ManagedQueueBuilder;
import io.github.safequeue.lifecycle.QueueBinding;
import io.github.safequeue.listener.KeyExtractor;
import io.github.safequeue.listener.ListenerMethod;

/**
 * Where a queue's handler comes from, and what follows from it.
 *
 * @param name the queue's name
 * @param itemType the type of its items
 * @param batchSize how many items a call takes at most, 0 for single items
 * @param listener the listener method, or {@code null}
 * @param binding which bean handles the items, or {@code null} where they run themselves
 * @param runner runs such items, else {@code null}
 */
record QueueDefinition(String name, ResolvableType itemType, int batchSize, @Nullable ListenerMethod listener,
		@Nullable QueueBinding binding, @Nullable WorkHandler<?> runner) {

	/**
	 * Find the source of a queue's handler.
	 * @param name the queue's name
	 * @param listener its listener method, or {@code null}
	 * @param handlerBean the bean that properties name as its handler, or {@code null}
	 * @param beanFactory the bean factory
	 * @param mapper the properties
	 * @return the source, or {@code null} if there is none
	 */
	static @Nullable QueueDefinition of(String name, @Nullable ListenerMethod listener, @Nullable String handlerBean,
			ConfigurableListableBeanFactory beanFactory, QueuePropertiesMapper mapper) {
		if (listener != null && handlerBean != null) {
			throw new SafeQueueConfigurationException(
					name, "Queue '%s' has two handlers: %s, and the bean '%s' of safequeue.queues.%s.handler."
						.formatted(name, listener.describe(), handlerBean, name),
					"Remove the property or the annotation.");
		}
		if (listener != null) {
			int batchSize = listener.isBatch() ? mapper.batchSize(name, listener.batchSize()) : 0;
			QueueBinding binding = new QueueBinding(name, listener.beanName(), listener.itemType().resolve(),
					listener::createHandler, listener.dependsOn(), listener.describe());
			return new QueueDefinition(name, itemType(binding, listener.itemType(), beanFactory, mapper), batchSize,
					listener, binding, null);
		}
		return (handlerBean != null) ? ofBean(name, handlerBean, beanFactory, mapper) : null;
	}

	/**
	 * A queue whose items run themselves.
	 */
	static QueueDefinition tasks(String name) {
		WorkHandler<Runnable> runner = Runnable::run;
		return new QueueDefinition(name, ResolvableType.forClass(Runnable.class), 0, null, null, runner);
	}

	/**
	 * The queue of the application's {@link io.github.safequeue.cleaner.SafeCleaner}.
	 */
	static QueueDefinition cleaner(String name) {
		return new QueueDefinition(name, ResolvableType.forClass(SafeCleaners.itemType()), 0, null, null,
				SafeCleaners.handler());
	}

	boolean isCleaner() {
		return this.itemType.resolve() == SafeCleaners.itemType();
	}

	private static QueueDefinition ofBean(String name, String bean, ConfigurableListableBeanFactory beanFactory,
			QueuePropertiesMapper mapper) {
		String property = "safequeue.queues.%s.handler".formatted(name);
		if (!beanFactory.containsBeanDefinition(bean)) {
			throw new SafeQueueConfigurationException(name,
					"Queue '%s': %s names the bean '%s', which does not exist.".formatted(name, property, bean),
					"Name a bean of type WorkHandler.");
		}
		Class<?> type = beanFactory.getType(bean, false);
		if (type == null || !WorkHandler.class.isAssignableFrom(type)) {
			throw new SafeQueueConfigurationException(name,
					"Queue '%s': %s names the bean '%s', which is no WorkHandler but %s.".formatted(name, property,
							bean, (type != null) ? type.getName() : "of unknown type"),
					"Name a bean of type WorkHandler.");
		}
		ResolvableType declared = beanFactory.getMergedBeanDefinition(bean).getResolvableType();
		ResolvableType handler = (declared.resolve() != null) ? declared : ResolvableType.forClass(type);
		ResolvableType item = handler.as(WorkHandler.class).getGeneric(0);
		boolean batch = item.resolve() == List.class;
		if (batch) {
			item = item.getGeneric(0);
		}
		QueueBinding binding = new QueueBinding(name, bean, item.resolve(),
				(handlerBean) -> (WorkHandler<?>) handlerBean, List.of(),
				"the bean '%s' of %s".formatted(bean, property));
		return new QueueDefinition(name, itemType(binding, item, beanFactory, mapper),
				batch ? mapper.batchSize(name, null) : 0, null, binding, null);
	}

	/** The type of the properties, which the handler must take, or else the handler's. */
	private static ResolvableType itemType(QueueBinding binding, ResolvableType handled,
			ConfigurableListableBeanFactory beanFactory, QueuePropertiesMapper mapper) {
		Class<?> wanted = mapper.itemType(binding.queue(), beanFactory.getBeanClassLoader());
		Class<?> type = handled.toClass();
		if (wanted == null || wanted == type) {
			return (handled.resolve() != null) ? handled : ResolvableType.forClass(Object.class);
		}
		if (!type.isAssignableFrom(wanted)) {
			throw mapper.otherItemType(binding.queue(), wanted, binding.description(), type);
		}
		return ResolvableType.forClass(wanted);
	}

	/**
	 * Build the queue. Its handler is bound later, unless its items run themselves.
	 * @param builder a new builder
	 * @return the queue
	 */
	SafeQueue<?> build(ManagedQueueBuilder builder) {
		SafeQueueBuilder settings = builder.settings();
		settings.name(this.name).itemType(this.itemType.toClass());
		if (this.runner != null) {
			settings.handler(this.runner);
		}
		if (isCleaner()) {
			// Nothing but a place that was reserved, and each action once.
			settings.capacity(0);
			builder.withoutDeadLetterQueue().withoutRetry();
		}
		builder.batchSize(this.batchSize);
		ListenerMethod listener = this.listener;
		if (listener != null) {
			if (listener.concurrency() != null) {
				settings.concurrency(listener.concurrency());
			}
			if (listener.autoStartup() != null) {
				settings.autoStartup(listener.autoStartup());
			}
			if (listener.key() != null) {
				Function<Object, ?> key = KeyExtractor.of(this.name, this.itemType, listener.key());
				settings.key(key);
			}
		}
		return settings.build();
	}

}
