/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.executor;

import java.util.function.IntConsumer;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;

import io.github.safequeue.executor.ClosingTask.TaskEvent;
import io.github.safequeue.executor.ClosingTask.Work;

/**
 * When a bean calls asynchronous methods while the application ends, and the bean that
 * does.
 */
enum ClosingMoment {

	PRE_DESTROY("from a @PreDestroy", Destroyed.class),

	STOP_LAST("from Lifecycle.stop in the last phase", StoppedLast.class),

	STOP_MIDDLE("from Lifecycle.stop in phase 0", StoppedInTheMiddle.class),

	STOP_FIRST("from Lifecycle.stop in the first phase", StoppedFirst.class),

	CLOSED_EVENT("on ContextClosedEvent", ClosedListener.class),

	EVENT_FROM_PRE_DESTROY("by events from a @PreDestroy", Publisher.class),

	SHUTDOWN_HANDLER("from a shutdown handler of Boot", Late.class);

	private final String description;

	private final Class<? extends Caller> type;

	ClosingMoment(String description, Class<? extends Caller> type) {
		this.description = description;
		this.type = type;
	}

	Class<? extends Caller> type() {
		return this.type;
	}

	@Override
	public String toString() {
		return this.description;
	}

	/**
	 * Submits all tasks.
	 */
	abstract static class Caller {

		private final TaskOutcomes outcomes;

		private final IntConsumer submit;

		Caller(TaskOutcomes outcomes, IntConsumer submit) {
			this.outcomes = outcomes;
			this.submit = submit;
		}

		void submitAll() {
			this.outcomes.submitAll(this.submit);
		}

	}

	static class Destroyed extends Caller implements DisposableBean {

		@Autowired
		Destroyed(TaskOutcomes outcomes, Work work) {
			super(outcomes, work::doWork);
		}

		@Override
		public void destroy() {
			submitAll();
		}

	}

	static class Publisher extends Caller implements DisposableBean {

		@Autowired
		Publisher(TaskOutcomes outcomes, ApplicationEventPublisher events) {
			super(outcomes, (number) -> events.publishEvent(new TaskEvent(number)));
		}

		@Override
		public void destroy() {
			submitAll();
		}

	}

	static class ClosedListener extends Caller implements ApplicationListener<ContextClosedEvent> {

		@Autowired
		ClosedListener(TaskOutcomes outcomes, Work work) {
			super(outcomes, work::doWork);
		}

		@Override
		public void onApplicationEvent(ContextClosedEvent event) {
			submitAll();
		}

	}

	static class Late extends Caller {

		@Autowired
		Late(TaskOutcomes outcomes, Work work) {
			super(outcomes, work::doWork);
		}

	}

	static class StoppedInTheMiddle extends Caller implements SmartLifecycle {

		private volatile boolean running;

		@Autowired
		StoppedInTheMiddle(TaskOutcomes outcomes, Work work) {
			super(outcomes, work::doWork);
		}

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			submitAll();
			this.running = false;
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return 0;
		}

	}

	static class StoppedFirst extends StoppedInTheMiddle {

		@Autowired
		StoppedFirst(TaskOutcomes outcomes, Work work) {
			super(outcomes, work);
		}

		@Override
		public int getPhase() {
			return Integer.MAX_VALUE;
		}

	}

	static class StoppedLast extends StoppedInTheMiddle {

		@Autowired
		StoppedLast(TaskOutcomes outcomes, Work work) {
			super(outcomes, work);
		}

		@Override
		public int getPhase() {
			return Integer.MIN_VALUE;
		}

	}

}
