/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.awaitility.Awaitility;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;

import io.github.safequeue.SafeQueueState;
import io.github.safequeue.autoconfigure.QueueTestRunner;

/**
 * One caller that submits at one moment in the life of one context, on threads of one
 * kind. The beans are defined in some order.
 */
final class CallerCase {

	private static final Duration SHORT_DRAIN = Duration.ofMillis(100);

	private final Caller caller;

	private final CallMoment moment;

	private final ThreadKind kind;

	private final long order;

	private final CallerWorld world;

	private volatile long closeNanos;

	CallerCase(Caller caller, CallMoment moment, ThreadKind kind, long order) {
		this.caller = caller;
		this.moment = moment;
		this.kind = kind;
		this.order = order;
		this.world = new CallerWorld(caller, EnumSet.of(moment), kind);
	}

	/** Live through it, and return all that went wrong. */
	List<String> run() throws InterruptedException {
		Thread thread = this.kind.start(this::live);
		thread.join(QueueTestRunner.LIMIT.toMillis() * 4);
		if (thread.isAlive()) {
			String stack = Arrays.toString(thread.getStackTrace());
			this.world.release();
			return List.of("does not end: " + stack);
		}
		return this.world.problems();
	}

	CallerWorld world() {
		return this.world;
	}

	/** How long closing took once no handler was held any more. */
	Duration closeTime() {
		return Duration.ofNanos(this.closeNanos).minus(outlivesClosing() ? SHORT_DRAIN : Duration.ZERO);
	}

	/** Whether a handler call is to be there when the queue is closed. */
	private boolean outlivesClosing() {
		return this.caller.isHandler() && this.moment.isClosed();
	}

	private void live() {
		try {
			runner().run((context) -> live(context.getSourceApplicationContext()));
		}
		catch (Throwable ex) {
			this.world.problem("the context failed: " + ex);
		}
		finally {
			this.world.release();
		}
	}

	private ApplicationContextRunner runner() {
		ApplicationContextRunner runner = QueueTestRunner.create()
			.withBean(CallerWorld.class, () -> this.world)
			.withPropertyValues("safequeue.queues.orders.capacity=" + SubmissionBurst.CAPACITY,
					"safequeue.defaults.virtual-threads=" + (this.kind == ThreadKind.VIRTUAL),
					"safequeue.shutdown.drain-timeout=" + (outlivesClosing() ? SHORT_DRAIN : QueueTestRunner.LIMIT));
		List<Map.Entry<String, Class<?>>> beans = new ArrayList<>(
				CallerBeans.types(this.caller.isHandler()).entrySet());
		Collections.shuffle(beans, new Random(this.order));
		for (Map.Entry<String, Class<?>> bean : beans) {
			runner = runner.withBean(bean.getKey(), bean.getValue());
		}
		return runner;
	}

	private void live(ConfigurableApplicationContext context) throws Exception {
		switch (this.moment) {
			case RUNNING -> this.world.at(CallMoment.RUNNING);
			case PAUSED -> {
				this.world.prepare(CallMoment.PAUSED);
				this.world.orders().pause();
				this.world.at(CallMoment.PAUSED);
			}
			case STOPPED -> {
				context.stop();
				this.world.at(CallMoment.STOPPED);
				context.start();
			}
			case DRAINING -> {
				this.world.prepare(CallMoment.DRAINING);
				Thread closing = this.kind.start(() -> close(context));
				Awaitility.await()
					.atMost(QueueTestRunner.LIMIT)
					.pollDelay(Duration.ZERO)
					.pollInterval(Duration.ofMillis(1))
					.until(() -> this.world.orders().state() == SafeQueueState.DRAINING);
				this.world.at(CallMoment.DRAINING);
				closing.join();
			}
			case DEPENDENCY_DESTROYED, CLOSED -> this.world.prepare(this.moment);
			default -> {
			}
		}
		close(context);
		this.world.at(CallMoment.CLOSED);
	}

	private void close(ConfigurableApplicationContext context) {
		if (context.isActive()) {
			long start = System.nanoTime();
			context.close();
			this.closeNanos = System.nanoTime() - Math.max(start, this.world.releasedAt());
		}
	}

}
