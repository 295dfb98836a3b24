/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.SmartLifecycle;

import io.github.safequeue.lifecycle.destruction.DestructionPlan;

/**
 * Has queues handle what waits while all that their handlers reach still works.
 *
 * <p>
 * Spring stops the lifecycle beans that depend on a bean before that bean, whatever their
 * phases. So this one, which depends on all that the handlers reach, is stopped before
 * the first of those, and else in the lowest phase. It comes into being when the context
 * begins to close, since Spring would also start what it depends on before it. It blocks
 * in {@code stop}.
 */
final class QueueFlush implements SmartLifecycle {

	private static final String PREFIX = "safeQueueFlush-";

	private final Runnable action;

	private volatile boolean running = true;

	private QueueFlush(Runnable action) {
		this.action = action;
	}

	/**
	 * Register a bean for each unit of queues.
	 * @param plan the plan of a context that begins to close
	 * @param beanFactory the bean factory of that context
	 * @param flush flushes a unit
	 */
	static void register(DestructionPlan plan, DefaultListableBeanFactory beanFactory,
			Consumer<DestructionPlan.Unit> flush) {
		for (DestructionPlan.Unit unit : plan.units()) {
			String name = name(unit);
			beanFactory.registerSingleton(name, new QueueFlush(() -> flush.accept(unit)));
			unit.needed().forEach((bean) -> beanFactory.registerDependentBean(bean, name));
			plan.feeding(unit).forEach((source) -> beanFactory.registerDependentBean(name, name(source)));
		}
	}

	private static String name(DestructionPlan.Unit unit) {
		Set<String> queues = new TreeSet<>(unit.queues());
		return PREFIX + String.join("-", queues);
	}

	@Override
	public void start() {
		// Comes into being running.
	}

	@Override
	public void stop() {
		this.running = false;
		this.action.run();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isAutoStartup() {
		return false;
	}

	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

}
