package io.github.safequeue.lifecycle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;

import io.github.safequeue.DeadLetter;
import io.github.safequeue.DeadLetterHandler;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.UndeliveredWork;
import io.github.safequeue.UndeliveredWorkHandler;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.engine.ManagedQueue;
import io.github.safequeue.engine.ManagedQueues;
import io.github.safequeue.engine.StepwiseHandling;
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

	private final Map<String, SafeQueue<?>> queues = new ConcurrentSkipListMap<>();

	private volatile @Nullable DestructionPlan plan;

	private volatile @Nullable DeadLetterHandler deadLetterHandler;

	private volatile @Nullable UndeliveredWorkHandler undeliveredWorkHandler;

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
		this.planner = new DestructionPlanner(bindings, this.beanFactory, postProcessor.graph());
	}

	// Registry

	@Override
	public Optional<SafeQueue<?>> find(String name) {
		SafeQueue<?> queue = this.queues.get(name);
		if (queue == null && isDeclared(name)) {
			queue = this.beanFactory.getBean(name, SafeQueue.class);
		}
		return Optional.ofNullable(queue);
	}

	/** Whether a queue bean was declared that was not asked for yet. */
	private boolean isDeclared(String name) {
		return !this.initialized && this.bindings.isDeclared(name) && !this.beanFactory.isCurrentlyInCreation(name);
	}

	@Override
	public Collection<SafeQueue<?>> all() {
		if (!this.initialized) {
			this.bindings.declared().stream().filter((name) -> !isLazy(name)).forEach(this::find);
		}
		return List.copyOf(this.queues.values());
	}

	private boolean isLazy(String name) {
		return this.beanFactory.containsBeanDefinition(name)
				&& this.beanFactory.getMergedBeanDefinition(name).isLazyInit();
	}

	/**
	 * Take charge of a queue that was just created.
	 * @param beanName the name of its bean
	 * @param queue the queue
	 */
	void register(String beanName, SafeQueue<?> queue) {
		if (!queue.name().equals(beanName)) {
			throw new SafeQueueConfigurationException(queue.name(),
					"The bean '%s' is a queue that is named '%s'.".formatted(beanName, queue.name()),
					"Give the bean and the queue one name: name(\"%s\").".formatted(beanName));
		}
		this.queues.put(beanName, queue);
		if (queue instanceof ManagedQueue<?> managed) {
			managed.onClose(() -> close(beanName));
			// Spring gives up a context whose refresh does not end when the JVM does.
			managed.neverClosedIf(() -> !this.context.isActive());
			if (this.initialized) {
				bind(managed);
				if (this.running) {
					managed.start();
				}
			}
		}
	}

	private List<ManagedQueue<?>> managed() {
		List<ManagedQueue<?>> managed = new ArrayList<>();
		for (SafeQueue<?> queue : this.queues.values()) {
			if (queue instanceof ManagedQueue<?> candidate) {
				managed.add(candidate);
			}
		}
		return managed;
	}

	// Handlers

	@Override
	public void afterSingletonsInstantiated() {
		resolveHandlers();
		managed().forEach(this::bind);
		DeadLetterQueues.check(this.queues, this::reachable);
		DestructionPlan plan = plan();
		this.plan = plan;
		DestructionOrder.apply(plan, this.beanFactory);
		DestructionOrder.warn(plan, logger);
		this.initialized = true;
	}

	private void resolveHandlers() {
		this.deadLetterHandler = this.beanFactory.getBeanProvider(DeadLetterHandler.class).getIfAvailable();
		this.undeliveredWorkHandler = this.beanFactory.getBeanProvider(UndeliveredWorkHandler.class).getIfAvailable();
	}

	private void bind(ManagedQueue<?> queue) {
		QueueBinding binding = this.bindings.find(queue.name());
		if (binding == null) {
			if (!queue.isBound()) {
				throw new SafeQueueConfigurationException(queue.name(),
						"Queue '%s' has no handler.".formatted(queue.name()),
						"Call handler(...) on its builder, write a method with @SafeQueueListener(\"%s\"), or name a WorkHandler bean by safequeue.queues.%s.handler."
							.formatted(queue.name(), queue.name()));
			}
			return;
		}
		if (queue.isBound()) {
			throw new SafeQueueConfigurationException(queue.name(),
					"Queue '%s' has two handlers: the one of its builder and %s.".formatted(queue.name(),
							binding.description()),
					"Remove one of them.");
		}
		for (String dependency : binding.dependsOn()) {
			if (!this.beanFactory.containsBean(dependency)) {
				throw new SafeQueueConfigurationException(
						queue.name(), "Queue '%s': dependsOn of %s names the bean '%s', which does not exist."
							.formatted(queue.name(), binding.description(), dependency),
						"Correct the name, or remove it from dependsOn.");
			}
		}
		Object bean = this.beanFactory.getBean(binding.handlerBean());
		queue.bind(binding.handler().apply(bean));
	}

	/** Bind what can be bound in a context that failed to start. */
	private void bindLate(ManagedQueue<?> queue) {
		QueueBinding binding = this.bindings.find(queue.name());
		if (queue.isBound() || binding == null) {
			return;
		}
		try {
			Object bean = this.beanFactory.isCurrentlyInCreation(binding.handlerBean()) ? null
					: this.beanFactory.getSingleton(binding.handlerBean());
			if (bean != null) {
				WorkHandler<?> handler = binding.handler().apply(bean);
				queue.bind(handler);
			}
		}
		catch (RuntimeException ex) {
			logger.warn("Queue '%s': its handler cannot be used".formatted(queue.name()), ex);
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
		return queue != null && DeadLetterQueues.deliver(queue, QueueItems.type(queue, this.beanFactory), letter);
	}

	/** A queue of this context, else of its parents. */
	private @Nullable SafeQueue<?> reachable(String name) {
		SafeQueue<?> queue = this.queues.get(name);
		BeanFactory parent = this.beanFactory.getParentBeanFactory();
		if (queue == null && parent != null && parent.containsBean(name) && parent.isTypeMatch(name, SafeQueue.class)) {
			queue = parent.getBean(name, SafeQueue.class);
		}
		return queue;
	}

	/**
	 * Deliver to the application's handler of dead letters.
	 * @param letter the letter
	 */
	public void deadLetter(DeadLetter<?> letter) {
		DeadLetterHandler handler = this.deadLetterHandler;
		((handler != null) ? handler : ManagedQueues.loggingDeadLetterHandler()).onDeadLetter(letter);
	}

	/**
	 * Deliver to the application's handler of undelivered work.
	 * @param work the work
	 */
	public void undelivered(UndeliveredWork work) {
		UndeliveredWorkHandler handler = this.undeliveredWorkHandler;
		((handler != null) ? handler : ManagedQueues.loggingUndeliveredWorkHandler()).onUndelivered(work);
	}

	// Lifecycle

	@Override
	public void start() {
		managed().forEach(ManagedQueue::start);
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		if (!isClosing()) {
			managed().forEach((queue) -> queue.suspend(this.suspendTimeout));
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
		}
	}

	private DestructionPlan plan() {
		return this.planner.plan(this.queues.values());
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
			else if (unit.mustFlushBefore(beanName)) {
				unit.queues().forEach(this::flush);
			}
		}
	}

	private boolean isOpen(String queue) {
		return this.queues.get(queue) instanceof ManagedQueue<?> managed && managed.state() != SafeQueueState.CLOSED;
	}

	private void close(String queue) {
		close(planInForce().unitOf(queue), Set.of());
	}

	/**
	 * Destroy the producers that nothing forbids to destroy now, then drain and close.
	 */
	private void close(DestructionPlan.Unit unit, Set<String> inDestruction) {
		for (String producer : unit.producers()) {
			if (!unit.contested().contains(producer) && !inDestruction.contains(producer)) {
				this.beanFactory.destroySingleton(producer);
			}
		}
		List<ManagedQueue<?>> members = new ArrayList<>();
		for (String name : unit.queues()) {
			if (this.queues.get(name) instanceof ManagedQueue<?> managed) {
				bindLate(managed);
				members.add(managed);
			}
		}
		this.budget
			.spend((share) -> ManagedQueues.closeTogether(members, share.time(), share.grace(), share.reporting()));
	}

	/** Wait for what tasks add, too: it may run in the bean that is to be destroyed. */
	private static void awaitQuiet(ManagedQueue<?> queue, Duration time) throws InterruptedException {
		long end = System.nanoTime() + time.toNanos();
		while (queue.awaitQuiescence(Duration.ofNanos(end - System.nanoTime()))) {
			SafeQueueSnapshot snapshot = queue.snapshot();
			if (snapshot.size() + snapshot.inFlight() == 0) {
				return;
			}
		}
	}

	private void flush(String name) {
		if (!isClosing() || !(this.queues.get(name) instanceof ManagedQueue<?> queue) || !queue.isBound()) {
			return;
		}
		this.budget.spend((share) -> {
			StepwiseHandling manual = queue.manual();
			if (manual != null) {
				manual.end();
			}
			queue.resume();
			queue.start();
			try {
				awaitQuiet(queue, share.time());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			catch (IllegalStateException ex) {
				logger.debug("Queue '%s': one of its own workers closes the context".formatted(name), ex);
			}
		});
	}

}
