/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueListener;

/**
 * The beans of an application with the queues {@code orders} and {@code shipments}. Each
 * tells the {@link CallerWorld} which moment has come, and notes its end.
 */
final class CallerBeans {

	private CallerBeans() {
	}

	/**
	 * Return the beans by name.
	 * @param circle whether the handlers submit to both queues
	 */
	static Map<String, Class<?>> types(boolean circle) {
		Map<String, Class<?>> types = new LinkedHashMap<>();
		types.put("producer", Producer.class);
		types.put("orderHandler", circle ? FeedingOrderHandler.class : OrderHandler.class);
		types.put("shipmentHandler", circle ? FeedingShipmentHandler.class : ShipmentHandler.class);
		types.put("dependency", Dependency.class);
		types.put("deep", Deep.class);
		types.put("remote", Remote.class);
		types.put("disposable", Disposable.class);
		types.put("closedListener", ClosedListener.class);
		types.put("stoppingFirst", StoppingFirst.class);
		types.put("stoppingInTheMiddle", StoppingInTheMiddle.class);
		types.put("stoppingLast", StoppingLast.class);
		return types;
	}

	static class Producer {

		private final CallerWorld world;

		Producer(CallerWorld world, SafeQueue<SubmissionBurstItem> orders, SafeQueue<SubmissionBurstItem> shipments) {
			this.world = world;
			world.meet(orders, shipments);
		}

		@PostConstruct
		void start() {
			this.world.at(CallMoment.BEFORE_START);
		}

		@PreDestroy
		void end() {
			this.world.at(CallMoment.PRE_DESTROY);
		}

	}

	static class Disposable implements DisposableBean {

		private final CallerWorld world;

		Disposable(CallerWorld world, SafeQueue<SubmissionBurstItem> orders, SafeQueue<SubmissionBurstItem> shipments) {
			this.world = world;
		}

		@Override
		public void destroy() {
			this.world.at(CallMoment.DISPOSABLE);
		}

	}

	static class ClosedListener implements ApplicationListener<ContextClosedEvent> {

		private final CallerWorld world;

		ClosedListener(CallerWorld world, SafeQueue<SubmissionBurstItem> orders) {
			this.world = world;
		}

		@Override
		public void onApplicationEvent(ContextClosedEvent event) {
			this.world.at(CallMoment.CLOSED_EVENT);
		}

	}

	static class StoppingFirst extends Stopping {

		StoppingFirst(CallerWorld world, SafeQueue<SubmissionBurstItem> orders) {
			super(world, CallMoment.STOP_FIRST, Integer.MAX_VALUE);
		}

	}

	static class StoppingInTheMiddle extends Stopping {

		StoppingInTheMiddle(CallerWorld world, SafeQueue<SubmissionBurstItem> orders) {
			super(world, CallMoment.STOP_MIDDLE, 0);
		}

	}

	static class StoppingLast extends Stopping {

		StoppingLast(CallerWorld world, SafeQueue<SubmissionBurstItem> orders) {
			super(world, CallMoment.STOP_LAST, Integer.MIN_VALUE);
		}

	}

	abstract static class Stopping implements SmartLifecycle {

		private final CallerWorld world;

		private final CallMoment moment;

		private final int phase;

		private volatile boolean running;

		Stopping(CallerWorld world, CallMoment moment, int phase) {
			this.world = world;
			this.moment = moment;
			this.phase = phase;
		}

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
			this.world.at(this.moment);
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return this.phase;
		}

	}

	/** Needs another bean, and one that it reaches only when it is called. */
	static class OrderHandler extends Needed {

		private final ObjectProvider<Remote> remote;

		OrderHandler(CallerWorld world, Dependency dependency, ObjectProvider<Remote> remote) {
			super(world, "order handler");
			this.remote = remote;
		}

		Set<String> needs() {
			return Set.of("order handler", "dependency", "deep", "remote");
		}

		@SafeQueueListener("orders")
		void on(SubmissionBurstItem item) {
			this.remote.getObject();
			this.world.handle(item, needs());
		}

	}

	/** Submits itself, and so ends before the queues do. */
	static class FeedingOrderHandler extends OrderHandler {

		FeedingOrderHandler(CallerWorld world, Dependency dependency, ObjectProvider<Remote> remote,
				SafeQueue<SubmissionBurstItem> orders, SafeQueue<SubmissionBurstItem> shipments) {
			super(world, dependency, remote);
		}

		@Override
		Set<String> needs() {
			return Set.of("dependency", "deep", "remote");
		}

	}

	static class ShipmentHandler extends Needed {

		ShipmentHandler(CallerWorld world, Dependency dependency, SafeQueue<SubmissionBurstItem> orders) {
			super(world, "shipment handler");
		}

		Set<String> needs() {
			return Set.of("shipment handler", "dependency", "deep");
		}

		@SafeQueueListener("shipments")
		void on(SubmissionBurstItem item) {
			this.world.handle(item, needs());
		}

	}

	static class FeedingShipmentHandler extends ShipmentHandler {

		FeedingShipmentHandler(CallerWorld world, Dependency dependency, SafeQueue<SubmissionBurstItem> orders) {
			super(world, dependency, orders);
		}

		@Override
		Set<String> needs() {
			return Set.of("dependency", "deep");
		}

	}

	static class Dependency extends Needed {

		Dependency(CallerWorld world, Deep deep) {
			super(world, "dependency");
		}

	}

	static class Deep extends Needed {

		Deep(CallerWorld world) {
			super(world, "deep");
		}

		@Override
		void end() {
			super.end();
			this.world.at(CallMoment.DEPENDENCY_DESTROYED);
		}

	}

	static class Remote extends Needed {

		Remote(CallerWorld world) {
			super(world, "remote");
		}

	}

	/** Notes its end. */
	abstract static class Needed {

		final CallerWorld world;

		private final String name;

		Needed(CallerWorld world, String name) {
			this.world = world;
			this.name = name;
		}

		@PreDestroy
		void end() {
			this.world.destroyed(this.name);
		}

	}

}
