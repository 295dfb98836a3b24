package io.github.safequeue.lifecycle;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;

import io.github.safequeue.DeadLetter;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.UndeliveredWork;
import io.github.safequeue.engine.ManagedQueue;
import io.github.safequeue.engine.ManagedQueueBuilder;
import io.github.safequeue.engine.ManagedQueues;
import io.github.safequeue.lifecycle.destruction.DestructionOrder;
import io.github.safequeue.lifecycle.destruction.DestructionPlan;

/**
 * Owns the queues of one context: binds their handlers, starts them with the context,
 * suspends them when the context pauses, and closes each when its bean is destroyed.
 *
 * <p>
 * {@code stop()} during close changes nothing. All methods may be called by any thread;
 * those of the lifecycle are called by the context.
 */
public final class SafeQueueLifecycle implements SafeQueueRegistry, SmartLifecycle, SmartInitializingSingleton,
		ApplicationListener<ContextClosedEvent> {

	/** The name of this bean. */
	public static final String BEAN_NAME = "safeQueueRegistry";

	private static final Log logger = LogFactory.getLog(SafeQueue.class);

	private final ConfigurableApplicationContext context;

	private final DefaultListableBeanFactory beanFactory;

	private final QueueBindings bindings;

	private final DrainBudget budget;

	private final Duration suspendTimeout;

	private final DestructionPlanner planner;

	private final QueueBeans beans;

	private final QueueItems items;

	private final QueueBinder binder;

	private final FailureHandlers handlers = new FailureHandlers();

	private final ContextQueues queues = new ContextQueues();

	private final QueueEventPublisher events;

	private volatile @Nullable DestructionPlan plan;

	private volatile boolean running;

	private volatile boolean initialized;

	/**
	 * Create the coordinator.
	 * @param context the context whose queues it owns
	 * @param bindings which bean handles which queue
	 * @param postProcessor knows how beans were made
	 * @param drainTimeout how long all queues may drain, together
	 */
	public SafeQueueLifecycle(ConfigurableApplicationContext context, QueueBindings bindings,
			QueuePostProcessor postProcessor, Duration drainTimeout) {
		this.context = context;
		this.beanFactory = (DefaultListableBeanFactory) context.getBeanFactory();
		this.bindings = bindings;
		this.budget = new DrainBudget(drainTimeout, System::nanoTime);
		this.suspendTimeout = drainTimeout;
		this.events = new QueueEventPublisher(context);
		this.beans = new QueueBeans(this.beanFactory);
		this.items = new QueueItems(bindings, this.beanFactory);
		this.binder = new QueueBinder(bindings, this.beanFactory, this.items);
		this.planner = new DestructionPlanner(bindings, this.beanFactory, this.items, postProcessor.graph());
	}

	// Registry

	@Override
	public Optional<SafeQueue<?>> find(String name) {
		ManagedQueue<?> queue = this.queues.find(name);
		if (queue == null && isToBeCreated(name)) {
			this.beanFactory.getBean(name);
			queue = this.queues.find(name);
		}
		return Optional.ofNullable(queue);
	}

	/**
	 * Whether a queue bean was declared that the context is going to create. While it
	 * starts, such a queue counts as there.
	 */
	private boolean isToBeCreated(String name) {
		return !this.initialized && this.bindings.isDeclared(name) && !this.beans.isLazy(name)
				&& !this.beanFactory.isCurrentlyInCreation(name);
	}

	@Override
	public Collection<SafeQueue<?>> all() {
		if (!this.initialized) {
			this.bindings.declared().forEach(this::find);
		}
		return List.copyOf(this.queues.all());
	}

	/**
	 * Make sure that a queue of that name can be built.
	 * @param name the name
	 * @throws IllegalStateException if there is such a queue already
	 */
	public void requireFree(String name) {
		ManagedQueue<?> queue = this.queues.find(name);
		if (this.beans.isBeingCreated(name)) {
			if (queue != null && !this.beanFactory.containsSingleton(name)) {
				// Left by an earlier attempt to create the bean, which failed.
				ManagedQueues.closeTogether(List.of(queue), Duration.ZERO, Duration.ZERO, Duration.ZERO);
			}
		}
		else if (this.beans.isBean(name) || (queue != null && queue.state() != SafeQueueState.CLOSED)) {
			throw exists(name);
		}
	}

	private static IllegalStateException exists(String name) {
		return new IllegalStateException(
				"Queue '%s' exists already: give the new one another name, or close that one first".formatted(name));
	}

	/**
	 * Take charge of a queue that was just built, whatever becomes of it: a bean, one
	 * that others wrap, or none. The context starts and closes it.
	 * @param queue the queue
	 * @throws IllegalStateException if there is another one of that name
	 */
	public void claim(ManagedQueue<?> queue) {
		String name = queue.name();
		boolean whole = !this.beans.isBeingCreated(name);
		if (!this.queues.add(queue)) {
			throw exists(name);
		}
		try {
			if (whole && this.initialized) {
				this.binder.bind(queue);
			}
		}
		catch (RuntimeException ex) {
			this.queues.remove(queue);
			throw ex;
		}
		queue.onClose(() -> close(name));
		queue.onEvent(this.events::publish);
		// Spring gives up a context whose refresh does not end when the JVM does.
		queue.neverClosedIf(() -> !this.context.isActive());
		if (whole && this.running) {
			queue.start();
		}
	}

	/**
	 * A bean is being created: take charge of it if it is a queue that was built without
	 * the context.
	 * @param beanName the name of the bean
	 * @param bean the bean, not wrapped yet
	 */
	void creating(String beanName, Object bean) {
		if (bean instanceof ManagedQueue<?> queue && this.bindings.isDeclared(beanName)) {
			if (!queue.name().equals(beanName)) {
				throw new SafeQueueConfigurationException(queue.name(),
						"The bean '%s' is a queue that is named '%s'.".formatted(beanName, queue.name()),
						"Give the bean and the queue one name: name(\"%s\").".formatted(beanName));
			}
			if (this.queues.find(beanName) == null) {
				claim(queue);
			}
		}
	}

	/**
	 * A bean was created: start its queue, if it has one and the context runs already.
	 * @param beanName the name of the bean
	 */
	void created(String beanName) {
		ManagedQueue<?> queue = this.queues.find(beanName);
		if (queue != null && this.initialized) {
			this.binder.bind(queue);
			if (this.running) {
				queue.start();
			}
		}
	}

	// Handlers

	@Override
	public void afterSingletonsInstantiated() {
		this.handlers.resolve(this.beanFactory);
		this.initialized = true;
		this.events.begin();
		this.queues.all().forEach(this.binder::bind);
		DeadLetterQueues.check(this.queues.all(), this::reachable);
		DeadLetterQueues.checkTypes(this.queues.all(), this::reachable, this.items);
		DestructionPlan plan = plan();
		this.plan = plan;
		DestructionOrder.apply(plan, this.beanFactory);
		DestructionOrder.warn(plan, logger);
	}

	/**
	 * Let the handler that is declared for a queue, if there is one, set what it needs.
	 * @param name the name of the queue
	 * @param builder the builder of the queue
	 */
	public void configure(String name, ManagedQueueBuilder builder) {
		QueueBinding binding = this.bindings.find(name);
		if (binding != null) {
			binding.settings().accept(builder);
		}
	}

	/**
	 * Deliver to a dead-letter queue.
	 * @param target the name of that queue
	 * @param letter the letter
	 * @return whether the queue accepted it
	 */
	public boolean route(String target, DeadLetter<?> letter) {
		SafeQueue<?> queue = reachable(target);
		return queue != null && DeadLetterQueues.deliver(queue, this.items.of(queue).resolve(), letter);
	}

	/** A queue of this context, also one that is not ours, else of its parents. */
	private @Nullable SafeQueue<?> reachable(String name) {
		SafeQueue<?> queue = this.queues.find(name);
		if (queue == null && this.beanFactory.containsBean(name)
				&& this.beanFactory.isTypeMatch(name, SafeQueue.class)) {
			queue = this.beanFactory.getBean(name, SafeQueue.class);
		}
		return queue;
	}

	/**
	 * Deliver to the application's handler of dead letters.
	 * @param letter the letter
	 * @return whether there is one
	 */
	public boolean deadLetter(DeadLetter<?> letter) {
		return this.handlers.deadLetter(letter);
	}

	/**
	 * Deliver to the application's handler of undelivered work.
	 * @param work the work
	 */
	public void undelivered(UndeliveredWork work) {
		this.handlers.undelivered(work);
	}

	// Lifecycle

	@Override
	public void start() {
		this.running = true;
		this.queues.all().forEach(ManagedQueue::start);
	}

	@Override
	public void stop() {
		this.running = false;
		if (!isClosing()) {
			this.queues.all().forEach((queue) -> queue.suspend(this.suspendTimeout));
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/** Before web servers and message listeners, which submit. */
	@Override
	public int getPhase() {
		return Integer.MAX_VALUE / 2;
	}

	private boolean isClosing() {
		return this.context.isClosed();
	}

	// Destruction

	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		if (event.getApplicationContext() == this.context && this.initialized) {
			// Beans may have been created since the context started.
			DestructionPlan plan = plan();
			this.plan = plan;
			DestructionOrder.apply(plan, this.beanFactory);
			if (this.running) {
				// In a paused context what the handlers reach is stopped already.
				QueueFlush.register(plan, this.beanFactory, this::flush);
			}
		}
	}

	private void flush(DestructionPlan.Unit unit) {
		this.budget
			.flush((time) -> ManagedQueues.flushTogether(this.queues.all(unit.queues()), unit.selfFeeding(), time));
	}

	private DestructionPlan plan() {
		return this.planner.plan(this.queues.all());
	}

	DestructionPlan planInForce() {
		DestructionPlan plan = this.plan;
		if (plan == null) {
			plan = plan();
			this.plan = plan;
		}
		return plan;
	}

	/**
	 * A bean is about to be destroyed: close or flush the queues that cannot do without
	 * it.
	 * @param beanName the name of the bean
	 */
	void beforeDestruction(String beanName) {
		for (DestructionPlan.Unit unit : planInForce().units()) {
			if (unit.mustCloseBefore(beanName) && unit.queues().stream().anyMatch(this::isOpen)) {
				close(unit, Set.of(beanName));
			}
			else if (unit.mustFlushBefore(beanName) && isClosing()) {
				// Also of what tasks add: it may run in the bean that is to be destroyed.
				this.budget
					.spend((share) -> ManagedQueues.flushTogether(this.queues.all(unit.queues()), true, share.time()));
			}
		}
	}

	private boolean isOpen(String queue) {
		ManagedQueue<?> managed = this.queues.find(queue);
		return managed != null && managed.state() != SafeQueueState.CLOSED;
	}

	private void close(String queue) {
		close(planInForce().unitOf(queue), Set.of());
	}

	/**
	 * Close what feeds the unit, destroy the producers that nothing forbids to destroy
	 * now, then drain and close.
	 */
	private void close(DestructionPlan.Unit unit, Set<String> inDestruction) {
		planInForce().feeding(unit).forEach((source) -> close(source, inDestruction));
		for (String producer : unit.producers()) {
			if (!unit.contested().containsKey(producer) && !inDestruction.contains(producer)) {
				this.beanFactory.destroySingleton(producer);
			}
		}
		List<ManagedQueue<?>> members = this.queues.all(unit.queues());
		members.forEach(this.binder::bindLate);
		this.budget
			.spend((share) -> ManagedQueues.closeTogether(members, share.time(), share.grace(), share.reporting()));
	}

}
