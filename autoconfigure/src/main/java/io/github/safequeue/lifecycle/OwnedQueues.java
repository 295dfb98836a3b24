/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle;

import java.lang.reflect.Member;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.engine.ManagedQueue;
import io.github.safequeue.engine.ManagedQueues;
import io.github.safequeue.lifecycle.destruction.BeanGraph;

/**
 * Takes charge of the queues of a context, whatever becomes of them: a bean, one that
 * others wrap, or none. A queue begins to handle with the context, or at once where that
 * runs. Any thread.
 */
final class OwnedQueues implements SafeQueueRegistry {

	private static final Log logger = LogFactory.getLog(SafeQueue.class);

	private final ContextPhase phase;

	private final DefaultListableBeanFactory beanFactory;

	private final QueueBindings bindings;

	private final Duration drainTimeout;

	private final QueueBeans beans;

	private final QueueBinder binder;

	private final QueueItems items;

	private final QueueOwners owners;

	private final Consumer<String> destruction;

	private final ContextQueues queues = new ContextQueues();

	private final List<QueueObserver> observers = new CopyOnWriteArrayList<>();

	/**
	 * Create it.
	 * @param phase how far the context has come
	 * @param beanFactory the bean factory of the context
	 * @param bindings which queues are declared
	 * @param items knows what queues hold
	 * @param graph which bean was given which
	 * @param drainTimeout how long a queue may drain that is closed while the context
	 * runs
	 * @param destruction destroys what Spring knows by a name while the context closes
	 */
	OwnedQueues(ContextPhase phase, DefaultListableBeanFactory beanFactory, QueueBindings bindings, QueueItems items,
			BeanGraph graph, Duration drainTimeout, Consumer<String> destruction) {
		this.phase = phase;
		this.beanFactory = beanFactory;
		this.bindings = bindings;
		this.drainTimeout = drainTimeout;
		this.items = items;
		this.beans = new QueueBeans(beanFactory);
		this.binder = new QueueBinder(bindings, beanFactory, items);
		this.owners = new QueueOwners(beanFactory, graph, this::destroy);
		this.destruction = destruction;
	}

	// Finding

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
		return !this.phase.initialized && this.bindings.isDeclared(name) && !this.beans.isLazy(name)
				&& !this.beanFactory.isCurrentlyInCreation(name);
	}

	@Override
	public Collection<SafeQueue<?>> all() {
		if (!this.phase.initialized) {
			this.bindings.declared().forEach(this::find);
		}
		return List.copyOf(this.queues.all());
	}

	/** Return those that exist, sorted by name. */
	List<ManagedQueue<?>> existing() {
		return this.queues.all();
	}

	/** Return those that Spring destroys by one of these names. */
	List<ManagedQueue<?>> destroyedAs(Set<String> names) {
		return this.queues.all(names);
	}

	/**
	 * Find where dead letters may go.
	 * @return a queue of this context, also one that is not ours, else of its parents
	 */
	@Nullable SafeQueue<?> reachable(String name) {
		SafeQueue<?> queue = this.queues.find(name);
		if (queue == null && this.beanFactory.containsBean(name)
				&& this.beanFactory.isTypeMatch(name, SafeQueue.class)) {
			queue = this.beanFactory.getBean(name, SafeQueue.class);
		}
		return queue;
	}

	// Taking charge

	/** See {@link SafeQueueLifecycle#requireFree}. */
	void requireFree(String name) {
		ManagedQueue<?> queue = this.queues.find(name);
		if (this.beans.isBeingCreated(name)) {
			if (queue != null && !this.beanFactory.containsSingleton(name)) {
				// Left by an earlier attempt to create the bean, which failed.
				closeNow(queue);
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

	/** See {@link SafeQueueLifecycle#claim}. */
	void claim(ManagedQueue<?> queue, @Nullable Member injectedAt) {
		String name = queue.name();
		boolean bean = this.beans.isBean(name);
		boolean complete = !this.beans.isBeingCreated(name);
		ManagedQueue<?> former = this.queues.find(name);
		if (!this.queues.add(queue, bean ? name : this.owners.ownedAt(injectedAt))) {
			throw exists(name);
		}
		if (this.phase.over) {
			this.queues.remove(queue);
			closeNow(queue);
			return;
		}
		if (bean) {
			this.owners.ownedByBean(name);
		}
		if (this.beans.isFactoryBean(name)) {
			ProxyRules.byInterfaces(name, this.beanFactory);
		}
		try {
			if (complete && this.phase.initialized) {
				prepare(queue);
			}
		}
		catch (RuntimeException ex) {
			this.queues.remove(queue);
			throw ex;
		}
		queue.onClose(() -> close(queue));
		queue.neverClosedIf(this.phase::isGivenUp);
		if (former != null) {
			notifyObservers((observer) -> observer.removed(former));
		}
		notifyObservers((observer) -> observer.added(queue));
		if (complete && this.phase.running) {
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
				claim(queue, null);
			}
		}
	}

	/**
	 * A bean was created: start its queue, if it has one and the context runs already.
	 * @param beanName the name of the bean
	 */
	void created(String beanName) {
		ManagedQueue<?> queue = this.queues.find(beanName);
		if (queue != null && this.phase.initialized) {
			prepare(queue);
			if (this.phase.running) {
				queue.start();
			}
		}
	}

	/** All singletons exist: bind the handlers, from now on at once. */
	void initialize() {
		this.phase.initialized = true;
		this.queues.all().forEach(this.binder::bind);
		check(this.queues.all());
	}

	private void prepare(ManagedQueue<?> queue) {
		this.binder.bind(queue);
		check(List.of(queue));
	}

	private void check(List<ManagedQueue<?>> queues) {
		DeadLetterQueues.check(queues, this::reachable);
		DeadLetterQueues.checkTypes(queues, this::reachable, this.items);
	}

	/** Be notified of queues that come and go. */
	void observe(QueueObserver observer) {
		this.observers.add(observer);
	}

	private void notifyObservers(Consumer<QueueObserver> notification) {
		for (QueueObserver observer : this.observers) {
			try {
				notification.accept(observer);
			}
			catch (RuntimeException ex) {
				logger.warn("An observer of queues failed", ex);
			}
		}
	}

	// Closing

	@Override
	public boolean close(String name) {
		if (this.beans.isBean(name)) {
			throw new IllegalArgumentException("Queue '%s' is a bean: its context closes it".formatted(name));
		}
		ManagedQueue<?> queue = this.queues.find(name);
		if (queue == null) {
			return false;
		}
		if (queue.isWorker()) {
			throw new IllegalStateException(
					"Queue '%s': a worker would wait for itself; close the queue from another thread".formatted(name));
		}
		if (!this.queues.beginClosing(queue)) {
			return false;
		}
		queue.close();
		forget(queue);
		return true;
	}

	/** Somebody calls the queue's own method; Spring as well, to destroy its bean. */
	private void close(ManagedQueue<?> queue) {
		boolean bean = this.beans.isBean(queue.name());
		if (bean || !this.phase.isAtWork()) {
			// Together with the queues that it feeds and that feed it.
			this.destruction.accept(this.queues.destroyedAs(queue));
			return;
		}
		closeAlone(List.of(queue));
		forget(queue);
	}

	/** Spring destroys a bean with the queue behind it, or an owner with its queues. */
	private void destroy(String destroyedAs) {
		if (!this.phase.isAtWork()) {
			this.destruction.accept(destroyedAs);
			return;
		}
		List<ManagedQueue<?>> queues = this.queues.all(Set.of(destroyedAs));
		closeAlone(queues);
		queues.forEach(this::forget);
	}

	/** Close queues of a context that goes on. */
	private void closeAlone(List<ManagedQueue<?>> queues) {
		new DrainBudget(this.drainTimeout, System::nanoTime)
			.spend((share) -> ManagedQueues.closeTogether(queues, share.time(), share.grace(), share.reporting()));
	}

	/** Close a queue that nobody can have submitted to. */
	private static void closeNow(ManagedQueue<?> queue) {
		ManagedQueues.closeTogether(List.of(queue), Duration.ZERO, Duration.ZERO, Duration.ZERO);
	}

	private void forget(ManagedQueue<?> queue) {
		if (this.queues.remove(queue)) {
			notifyObservers((observer) -> observer.removed(queue));
		}
	}

	/** Bind what can be bound in a context that failed to start. */
	void bindLate(ManagedQueue<?> queue) {
		this.binder.bindLate(queue);
	}

	/**
	 * Find out which queues have become beans, and who owns the others.
	 * @return by the name by which Spring destroys them, the owners of queues that are no
	 * beans; none where they are not known
	 */
	Map<String, Set<String>> groups() {
		this.queues.becomeBeans(this.beans::isBean).forEach(this.owners::ownedByBean);
		return this.owners.groups();
	}

	/** The context is at its end. */
	void leave() {
		this.queues.all().forEach((queue) -> notifyObservers((observer) -> observer.ended(queue)));
	}

}
