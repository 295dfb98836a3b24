/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.registration;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanNameAware;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.ConfigurableEnvironment;

import io.github.safequeue.DurableQueue;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.autoconfigure.properties.QueueKeys;
import io.github.safequeue.autoconfigure.properties.SafeQueueProperties;
import io.github.safequeue.autoconfigure.properties.SafeQueuePropertiesValidator;
import io.github.safequeue.lifecycle.QueueBinding;
import io.github.safequeue.lifecycle.QueueBindings;
import io.github.safequeue.lifecycle.SubmissionProxy;
import io.github.safequeue.listener.ListenerMethod;
import io.github.safequeue.listener.ListenerMethods;

/**
 * Declares a bean for each queue that a listener method or a property names and that no
 * {@code @Bean} method declares, and notes which bean handles which queue.
 */
public final class QueueBeanRegistrar implements BeanDefinitionRegistryPostProcessor, BeanNameAware {

	/** The name of the queue that is always there. */
	public static final String DEFAULT_QUEUE = "safeQueue";

	/** The name of the queue of the cleaner. Created with the cleaner only. */
	public static final String CLEANER_QUEUE = "safeCleanerQueue";

	/** The name of a bean that there is if and only if handler calls are observed. */
	public static final String OBSERVATIONS = "safeQueueHandlerObservationsBinder";

	/** The name of the cleaner. */
	public static final String CLEANER = "safeCleaner";

	private final ConfigurableApplicationContext context;

	private final ConfigurableEnvironment environment;

	private final List<SubmissionProxy> gateways = new ArrayList<>();

	private final List<QueueBinding> bindings = new ArrayList<>();

	private final Set<String> declared = new LinkedHashSet<>();

	private final Set<String> implicit = new LinkedHashSet<>();

	private String beanName = "";

	/**
	 * Create the registrar.
	 * @param context the context whose queues it declares
	 */
	public QueueBeanRegistrar(ConfigurableApplicationContext context) {
		this.context = context;
		this.environment = context.getEnvironment();
	}

	@Override
	public void setBeanName(String name) {
		this.beanName = name;
	}

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		ConfigurableListableBeanFactory beanFactory = (ConfigurableListableBeanFactory) registry;
		SafeQueueProperties properties = SafeQueueProperties.of(this.environment);
		SafeQueuePropertiesValidator.validate(properties);
		FixedDeclarations fixed = new FixedDeclarations(registry.getBeanDefinition(this.beanName));
		fixed.require(properties);
		QueuePropertiesMapper mapper = new QueuePropertiesMapper(properties, this.environment);
		Map<String, ListenerMethod> listeners = byQueue(ListenerMethods.find(beanFactory));
		Set<String> beans = Set.of(beanFactory.getBeanNamesForType(SafeQueue.class, false, false));
		Set<String> known = new TreeSet<>(listeners.keySet());
		known.addAll(beans);
		known.add(DEFAULT_QUEUE);
		if (properties.cleaner().enabled()) {
			known.add(CLEANER_QUEUE);
			this.gateways.add(new SubmissionProxy(CLEANER, CLEANER_QUEUE, false));
		}
		Set<String> leftOut = leftOut(mapper, known, beanFactory);
		// Before a queue is refused: a misspelled key may be the reason.
		new KeyReport(this.context).warn(properties, leftOut);
		Set<String> inherited = DeclaredQueues.inherited(beanFactory);
		for (String name : mapper.queueNames(known)) {
			if (leftOut.contains(name) || (inherited.contains(name) && !known.contains(name)
					&& !isDefined(mapper.handler(name), beanFactory))) {
				// The properties tune the queue of another role, or of the parent
				// context.
				continue;
			}
			fixed.requireDeclared(name);
			QueueDefinition source = QueueDefinition.of(name, listeners.get(name), mapper.handler(name), beanFactory,
					mapper);
			if (beans.contains(name)) {
				this.declared.add(name);
				bind(source);
			}
			else if (beanFactory.containsLocalBean(name)) {
				if (!name.equals(DEFAULT_QUEUE) || listeners.containsKey(name) || mapper.isTuned(name)) {
					throw nameIsTaken(name, beanFactory);
				}
			}
			else {
				this.declared.add(name);
				if (source == null && mapper.deadLetterQueues(Set.of(name)).isEmpty()) {
					this.implicit.add(name);
				}
				String store = mapper.store(name);
				if (source == null && store != null && !name.equals(DEFAULT_QUEUE) && !name.equals(CLEANER_QUEUE)) {
					source = QueueDefinition.submitOnly(name, beanFactory, mapper);
				}
				QueueDefinition definition = required(name, source, known);
				if (store != null) {
					StoreRules.checkItems(name, store, definition.itemType().toClass());
				}
				register(registry, beanFactory, definition, store != null);
				bind(source);
			}
		}
		fixed.requireAll(this.declared);
		FixedDeclarations.fix(registry.getBeanDefinition(this.beanName), this.declared, properties,
				registry.containsBeanDefinition(OBSERVATIONS));
		inherited.addAll(this.declared);
		DeadLetterRoutes.validate(mapper.deadLetterQueues(this.declared), inherited,
				mapper.defaultDeadLetterQueue(inherited::contains));
		TaskExecutorRegistrar executor = new TaskExecutorRegistrar(properties.taskExecutor(), this.context, registry);
		executor.register();
		this.gateways.addAll(executor.gateways());
		QueueBindings bindings = new QueueBindings(this.bindings, this.declared, this.implicit, this.gateways,
				executor.reached());
		RootBeanDefinition definition = new RootBeanDefinition(QueueBindings.class, () -> bindings);
		definition.setRole(BeanDefinition.ROLE_INFRASTRUCTURE);
		leaveOutOfGeneratedCode(definition);
		registry.registerBeanDefinition("safeQueueBindings", definition);
	}

	/**
	 * Declare a bean again at each start, also where the application is processed ahead
	 * of time: the registrar runs there too, and reads the properties of that run.
	 */
	static void leaveOutOfGeneratedCode(BeanDefinition definition) {
		definition.setAttribute(BeanRegistrationAotProcessor.IGNORE_REGISTRATION_ATTRIBUTE, true);
	}

	/** The queues of other roles of the application. */
	private static Set<String> leftOut(QueuePropertiesMapper mapper, Set<String> known,
			ConfigurableListableBeanFactory beanFactory) {
		Set<String> leftOut = new TreeSet<>(mapper.queueNames(known));
		leftOut.removeIf((name) -> known.contains(name) || mapper.isRequired(name)
				|| isDefined(mapper.handler(name), beanFactory));
		return leftOut;
	}

	private static boolean isDefined(@Nullable String bean, ConfigurableListableBeanFactory beanFactory) {
		return bean != null && beanFactory.containsBeanDefinition(bean);
	}

	private static Map<String, ListenerMethod> byQueue(List<ListenerMethod> methods) {
		Map<String, ListenerMethod> byQueue = new TreeMap<>();
		for (ListenerMethod method : methods) {
			for (String queue : method.queues()) {
				ListenerMethod other = byQueue.putIfAbsent(queue, method);
				if (other != null) {
					throw new SafeQueueConfigurationException(queue,
							"Queue '%s' has two handlers: %s and %s.".formatted(queue, other.describe(),
									method.describe()),
							"Remove @SafeQueueListener from one of them, or give it a queue of its own.");
				}
			}
		}
		return byQueue;
	}

	private static SafeQueueConfigurationException nameIsTaken(String name,
			ConfigurableListableBeanFactory beanFactory) {
		String bean = OtherBean.describe(name, beanFactory);
		return new SafeQueueConfigurationException(name,
				"Queue '%s' cannot be declared: there is another bean of that name%s.".formatted(name,
						(bean != null) ? "; " + bean : ""),
				"Rename the bean, or the queue where it is named: %s, @SafeQueueListener(\"%s\")."
					.formatted(QueueKeys.property(name, "*"), name));
	}

	private static QueueDefinition required(String name, @Nullable QueueDefinition source, Set<String> known) {
		if (source != null) {
			return source;
		}
		if (name.equals(DEFAULT_QUEUE)) {
			return QueueDefinition.tasks(name);
		}
		if (name.equals(CLEANER_QUEUE)) {
			return QueueDefinition.cleaner(name);
		}
		String similar = QueueKeys.similar(name, known)
			.map((other) -> " Did you mean queue '%s'?".formatted(other))
			.orElse("");
		throw new SafeQueueConfigurationException(name,
				"Queue '%s' has no handler: it is declared by safequeue.queues.%s only.%s".formatted(name, name,
						similar),
				"""
						Write a method with @SafeQueueListener("%s"), or name a WorkHandler bean by %s. \
						If another role or profile of the application has the handler, set %s to false: \
						the properties then hold only where the queue is declared.""".formatted(name,
						QueueKeys.property(name, "handler"), QueueKeys.property(name, "required")));
	}

	private void bind(@Nullable QueueDefinition source) {
		if (source != null && source.binding() != null) {
			this.bindings.add(source.binding());
		}
	}

	private static void register(BeanDefinitionRegistry registry, ConfigurableListableBeanFactory beanFactory,
			QueueDefinition source, boolean durable) {
		RootBeanDefinition definition = new RootBeanDefinition();
		if (source.isCleaner()) {
			// Until it is asked for by its name it must not be found, and made, by its
			// type.
			definition.setBeanClass(Object.class);
		}
		else {
			Class<?> type = durable ? DurableQueue.class : SafeQueue.class;
			definition.setBeanClass(type);
			definition.setTargetType(ResolvableType.forClassWithGenerics(type, source.itemType()));
		}
		definition.setInstanceSupplier(() -> source.build(beanFactory.getBean(QueueBuilderFactory.class).create()));
		definition.setDestroyMethodName(AbstractBeanDefinition.INFER_METHOD);
		definition.setLazyInit(source.isCleaner());
		// A queue of no use to anybody else must not stand in the way of others.
		definition.setDefaultCandidate(!source.isCleaner());
		leaveOutOfGeneratedCode(definition);
		definition.setDescription("Queue of " + source.itemType());
		registry.registerBeanDefinition(source.name(), definition);
	}

}
