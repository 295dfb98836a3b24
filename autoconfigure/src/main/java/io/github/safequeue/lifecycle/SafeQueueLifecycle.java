/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle;

import java.lang.reflect.Member;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;

import io.github.safequeue.DeadLetter;
import io.github.safequeue.SafeQueue;
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
		ApplicationListener<ContextClosedEvent>, DisposableBean {

	/** The name of this bean. */
	public static final String BEAN_NAME = "safeQueueRegistry";

	private static final Log logger = LogFactory.getLog(SafeQueue.class);

	private final ConfigurableApplicationContext context;

	private final DefaultListableBeanFactory beanFactory;

	private final QueueBindings bindings;

	private final DrainBudget budget;

	private final Duration drainTimeout;

	private final DestructionPlanner planner;

	private final ContextPhase phase;

	private final QueueItems items;

	private final OwnedQueues queues;

	private final FailureHandlers handlers = new FailureHandlers();

	private final QueueEventPublisher events;

	private volatile @Nullable DestructionPlan plan;

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
		this.drainTimeout = drainTimeout;
		this.events = new QueueEventPublisher(context);
		this.phase = new ContextPhase(context);
		this.items = new QueueItems(bindings, this.beanFactory);
		this.queues = new OwnedQueues(this.phase, this.beanFactory, bindings, this.items, postProcessor.graph(),
				drainTimeout, this::closeUnit);
		this.queues.observe(this.events);
		this.planner = new DestructionPlanner(bindings, this.beanFactory, this.items, postProcessor.graph());
	}

	// Registry

	@Override
	public Optional<SafeQueue<?>> find(String name) {
		return this.queues.find(name);
	}

	@Override
	public Collection<SafeQueue<?>> all() {
		return this.queues.all();
	}

	@Override
	public boolean close(String name) {
		return this.queues.close(name);
	}

	/**
	 * Make sure that a queue of that name can be built.
	 * @param name the name
	 * @throws IllegalStateException if there is such a queue already
	 */
	public void requireFree(String name) {
		this.queues.requireFree(name);
	}

	/**
	 * Return whether all beans of the context are destroyed.
	 * @return whether a queue that is built now is closed from the start
	 */
	public boolean isOver() {
		return this.phase.over;
	}

	/**
	 * Take charge of a queue that was just built. The context starts and closes it.
	 * @param queue the queue
	 * @param injectedAt where its builder was injected, {@code null} if unknown
	 * @throws IllegalStateException if there is another one of that name
	 */
	public void claim(ManagedQueue<?> queue, @Nullable Member injectedAt) {
		this.queues.claim(queue, injectedAt);
	}

	/**
	 * Return whether a handler is declared for a queue, beside that of its builder.
	 * @param name the name of the queue
	 * @return whether there is one
	 */
	public boolean isHandled(String name) {
		return this.bindings.find(name) != null;
	}

	/**
	 * Return what the handler takes that is declared for a queue.
	 * @param name the name of the queue
	 * @return the type, or {@code null} if it is unknown or there is no such handler
	 */
	public @Nullable Class<?> handledType(String name) {
		QueueBinding binding = this.bindings.find(name);
		return (binding != null) ? binding.itemType() : null;
	}

	/**
	 * A queue reaches a bean by more than its handler, and needs it until it is closed.
	 * @param name the name of the queue
	 * @param bean the name of the bean
	 */
	public void reach(String name, String bean) {
		this.bindings.reach(name, bean);
	}

	/**
	 * Be notified of queues that come and go.
	 * @param observer notified of what happens from now on
	 */
	public void observe(QueueObserver observer) {
		this.queues.observe(observer);
	}

	OwnedQueues queues() {
		return this.queues;
	}

	// Handlers

	@Override
	public void afterSingletonsInstantiated() {
		this.handlers.resolve(this.beanFactory);
		this.events.begin();
		this.queues.initialize();
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
		SafeQueue<?> queue = this.queues.reachable(target);
		return queue != null && DeadLetterQueues.deliver(queue, this.items.of(queue).resolve(), letter);
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
		this.phase.running = true;
		this.queues.existing().forEach(ManagedQueue::start);
	}

	@Override
	public void stop() {
		this.phase.running = false;
		if (!this.phase.isClosing()) {
			this.queues.existing().forEach((queue) -> queue.suspend(this.drainTimeout));
		}
	}

	@Override
	public boolean isRunning() {
		return this.phase.running;
	}

	/** Before web servers and message listeners, which submit. */
	@Override
	public int getPhase() {
		return Integer.MAX_VALUE / 2;
	}

	// Destruction

	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		if (event.getApplicationContext() == this.context && this.phase.initialized) {
			// Beans may have been created since the context started.
			DestructionPlan plan = plan();
			this.plan = plan;
			DestructionOrder.apply(plan, this.beanFactory);
			if (this.phase.running) {
				// In a paused context what the handlers reach is stopped already.
				QueueFlush.register(plan, this.beanFactory, this::flush);
			}
		}
	}

	private void flush(DestructionPlan.Unit unit) {
		this.budget.flush((time) -> ManagedQueues.flushTogether(this.queues.destroyedAs(unit.queues()),
				unit.selfFeeding(), time));
	}

	private DestructionPlan plan() {
		return this.planner.plan(this.queues);
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
			if (unit.mustCloseBefore(beanName) && isOpen(unit)) {
				close(unit, Set.of(beanName));
			}
			else if (unit.mustFlushBefore(beanName) && this.phase.isClosing()) {
				// Also of what tasks add: it may run in the bean that is to be destroyed.
				this.budget.spend((share) -> ManagedQueues.flushTogether(this.queues.destroyedAs(unit.queues()), true,
						share.time()));
			}
		}
	}

	private boolean isOpen(DestructionPlan.Unit unit) {
		return this.queues.destroyedAs(unit.queues())
			.stream()
			.anyMatch((queue) -> queue.state() != SafeQueueState.CLOSED);
	}

	private void closeUnit(String destroyedAs) {
		close(planInForce().unitOf(destroyedAs), Set.of());
	}

	/**
	 * Close what feeds the unit, destroy the producers that nothing forbids to destroy
	 * now, then drain and close. The user of a queue who closes it while the application
	 * runs destroys no beans.
	 */
	private void close(DestructionPlan.Unit unit, Set<String> inDestruction) {
		planInForce().feeding(unit).forEach((source) -> close(source, inDestruction));
		for (String producer : unit.producers()) {
			if (!this.phase.isAtWork() && !unit.contested().containsKey(producer)
					&& !inDestruction.contains(producer)) {
				this.beanFactory.destroySingleton(producer);
			}
		}
		List<ManagedQueue<?>> members = this.queues.destroyedAs(unit.queues());
		members.forEach(this.queues::bindLate);
		this.budget
			.spend((share) -> ManagedQueues.closeTogether(members, share.time(), share.grace(), share.reporting()));
	}

	/**
	 * Close what nothing else has closed. Called after all queues that Spring knows were
	 * destroyed.
	 */
	@Override
	public void destroy() {
		this.phase.over = true;
		List<ManagedQueue<?>> open = this.queues.existing()
			.stream()
			.filter((queue) -> queue.state() != SafeQueueState.CLOSED)
			.toList();
		this.budget.spend((share) -> ManagedQueues.closeTogether(open, share.time(), share.grace(), share.reporting()));
		this.queues.leave();
	}

}
