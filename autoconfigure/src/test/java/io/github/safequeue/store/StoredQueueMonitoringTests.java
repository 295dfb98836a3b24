/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;

import io.github.safequeue.DurableQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.WorkContext;
import io.github.safequeue.WorkObserver;
import io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration;
import io.github.safequeue.autoconfigure.SafeQueueEndpointAutoConfiguration;
import io.github.safequeue.autoconfigure.SafeQueueHealthAutoConfiguration;
import io.github.safequeue.autoconfigure.SafeQueueMetricsAutoConfiguration;
import io.github.safequeue.autoconfigure.SafeQueueStoreAutoConfiguration;
import io.github.safequeue.endpoint.SafeQueueDescriptor;
import io.github.safequeue.endpoint.SafeQueuesEndpoint;
import io.github.safequeue.health.SafeQueuesHealthIndicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What health, endpoint and meters say of a real queue with a store.
 */
class StoredQueueMonitoringTests {

	private final MemoryStore store = new MemoryStore();

	private final MeterRegistry meters = new SimpleMeterRegistry();

	private final Observed observed = new Observed();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(SafeQueueAutoConfiguration.class, SafeQueueStoreAutoConfiguration.class,
						SafeQueueMetricsAutoConfiguration.class, SafeQueueHealthAutoConfiguration.class,
						SafeQueueEndpointAutoConfiguration.class, JacksonAutoConfiguration.class))
		.withBean(StoreProvider.class, () -> this.store)
		.withBean(MeterRegistry.class, () -> this.meters)
		.withBean(WorkObserver.class, () -> this.observed)
		.withUserConfiguration(Application.class)
		.withPropertyValues("safequeue.queues.orders.store=memory", "safequeue.queues.orders.concurrency=2",
				"management.endpoints.web.exposure.include=*", "safequeue.shutdown.drain-timeout=10s");

	record Order(int number) {
	}

	@Test
	void callsOfTheHandlerAreTimedAndObservedOnce() {
		this.runner.run((context) -> {
			queue(context).send(new Order(1)).get(20, TimeUnit.SECONDS);
			await().until(() -> counter("safequeue.handled") == 1);
			assertThat(this.meters.get("safequeue.handling").tag("queue", "orders").timer().count()).isOne();
			assertThat(this.observed.calls).hasSize(1);
			assertThat(this.observed.calls.get(0).id()).isNotNull();
			assertThat(counter("safequeue.outgoing.handled")).isEqualTo(1);
		});
	}

	@Test
	void nothingWaitsOnTheSideThatHandles() {
		this.runner.run((context) -> {
			this.store.up = false;
			assertThat(queue(context).offer(new Order(1))).isTrue();
			await().until(() -> gauge("safequeue.store.available") == 0);
			assertThat(queue(context).offer(new Order(2))).isTrue();
			await().until(() -> gauge("safequeue.outgoing.oldest.waiting") > 0);
			assertThat(gauge("safequeue.oldest.waiting")).isZero();
			assertThat(gauge("safequeue.size")).isZero();
			this.store.up = true;
		});
	}

	@Test
	void storeThatIsDownIsDownInHealthUntilItIsBack() {
		this.runner.run((context) -> {
			SafeQueuesHealthIndicator health = context.getBean(SafeQueuesHealthIndicator.class);
			assertThat(health.health().getStatus()).isEqualTo(Status.UP);
			this.store.up = false;
			assertThat(queue(context).offer(new Order(1))).isTrue();
			await().until(() -> Status.DOWN.equals(health.health().getStatus()));
			assertThat(problem(health.health())).startsWith("the store (memory) has not been available since 20");
			assertThat(endpoint(context).store()).isNotNull().matches((status) -> !status.available());
			this.store.up = true;
			await().until(() -> Status.UP.equals(health.health().getStatus()));
		});
	}

	@Test
	void deadLetterIsListedAndPutBack() {
		this.runner.run((context) -> {
			Application application = context.getBean(Application.class);
			application.failing = true;
			queue(context).enqueue(new Order(1));
			await().until(() -> letters(context).size() == 1);
			assertThat(endpoint(context).store()).isNotNull().matches((status) -> status.dead() == 1);
			application.failing = false;
			context.getBean(SafeQueuesEndpoint.class).change("orders", "requeue", letters(context).get(0));
			await().until(() -> counter("safequeue.handled") == 1);
			assertThat(letters(context)).isEmpty();
		});
	}

	@Test
	void workersAreThoseOfTheSideThatHandles() {
		this.runner.run((context) -> {
			Application application = context.getBean(Application.class);
			application.release = new CountDownLatch(1);
			queue(context).enqueue(new Order(1));
			try {
				await().until(() -> gauge("safequeue.in.flight") == 1);
				assertThat(endpoint(context).workers()).extracting("handling")
					.anySatisfy((item) -> assertThat((String) item).startsWith(Order.class.getName() + "@"));
				assertThat(endpoint(context).workers()).hasSize(2);
			}
			finally {
				application.release.countDown();
			}
		});
	}

	private static List<String> letters(ApplicationContext context) {
		return endpoint(context).deadLetters().stream().map((letter) -> letter.id()).toList();
	}

	private static SafeQueueDescriptor endpoint(ApplicationContext context) {
		SafeQueueDescriptor answer = context.getBean(SafeQueuesEndpoint.class).queue("orders");
		assertThat(answer).isNotNull();
		return answer;
	}

	private static String problem(Health health) {
		return (String) ((Map<?, ?>) health.getDetails().get("orders")).get("problem");
	}

	@SuppressWarnings("unchecked")
	private static DurableQueue<Order> queue(ApplicationContext context) {
		return (DurableQueue<Order>) context.getBean(SafeQueueRegistry.class).find("orders").orElseThrow();
	}

	private double counter(String name) {
		return this.meters.get(name).tag("queue", "orders").functionCounter().count();
	}

	private double gauge(String name) {
		return this.meters.get(name).tag("queue", "orders").gauge().value();
	}

	private static final class Observed implements WorkObserver {

		final List<WorkContext> calls = new CopyOnWriteArrayList<>();

		@Override
		public Call begin(WorkContext context, int items) {
			this.calls.add(context);
			return UNOBSERVED;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		volatile boolean failing;

		volatile @Nullable CountDownLatch release;

		@SafeQueueListener("orders")
		void on(Order order) throws InterruptedException {
			if (this.failing) {
				throw new IllegalStateException("failing");
			}
			CountDownLatch release = this.release;
			if (release != null) {
				release.await();
			}
		}

	}

}
