/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.WorkObserver;
import io.github.safequeue.WorkTimings;
import io.github.safequeue.endpoint.SafeQueuesEndpoint;
import io.github.safequeue.health.SafeQueuesHealthIndicator;

import static io.github.safequeue.autoconfigure.QueueTestRunner.queue;
import static io.github.safequeue.autoconfigure.QueueTestRunner.settle;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each context measures its own queues, also in the registry of another one, and nothing
 * is counted twice.
 */
class ParentAndChildMetersTests {

	private static final AutoConfigurations METRICS = AutoConfigurations.of(MetricsAutoConfiguration.class,
			CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class);

	private final ApplicationContextRunner runner = QueueTestRunner.create()
		.withConfiguration(AutoConfigurations.of(SafeQueueMetricsAutoConfiguration.class));

	private void runWithChild(ApplicationContextRunner parents, ApplicationContextRunner children,
			Pair<AssertableApplicationContext> test) {
		parents.run((parent) -> {
			assertThat(parent).hasNotFailed();
			children.withParent(parent).run((child) -> {
				assertThat(child).hasNotFailed();
				test.accept(parent, child);
			});
		});
	}

	@Test
	void eachContextMeasuresItsOwnQueues() {
		runWithChild(this.runner.withConfiguration(METRICS).withBean(Orders.class),
				this.runner.withConfiguration(METRICS).withBean(Mails.class), (parent, child) -> {
					handle(parent, "orders", 3);
					handle(child, "mails", 2);
					MeterRegistry registry = parent.getBean(MeterRegistry.class);
					assertThat(handled(registry, "orders")).isEqualTo(3);
					assertThat(handlingCalls(registry, "orders")).isEqualTo(3);
					assertThat(handled(registry, "mails")).isEqualTo(2);
					assertThat(handlingCalls(registry, "mails")).isEqualTo(2);
				});
	}

	@Test
	void queuesOfOneNameAddUp() {
		runWithChild(this.runner.withConfiguration(METRICS).withBean(Orders.class),
				this.runner.withConfiguration(METRICS).withBean(Orders.class), (parent, child) -> {
					handle(parent, "orders", 3);
					handle(child, "orders", 2);
					MeterRegistry registry = parent.getBean(MeterRegistry.class);
					assertThat(handled(registry, "orders")).isEqualTo(5);
					assertThat(handlingCalls(registry, "orders")).isEqualTo(5);
					assertThat(registry.get("safequeue.capacity").tag("queue", "orders").gauge().value())
						.isEqualTo(2 * 8192);
					child.getSourceApplicationContext().close();
					assertThat(registry.get("safequeue.capacity").tag("queue", "orders").gauge().value())
						.isEqualTo(8192);
					handle(parent, "orders", 1);
					assertThat(handled(registry, "orders")).isEqualTo(6);
				});
	}

	@Test
	void aClosedChildTakesItsMetersAlong() {
		runWithChild(this.runner.withConfiguration(METRICS).withBean(Orders.class),
				this.runner.withConfiguration(METRICS).withBean(Mails.class), (parent, child) -> {
					handle(child, "mails", 2);
					MeterRegistry registry = parent.getBean(MeterRegistry.class);
					assertThat(registry.find("safequeue.size").tag("queue", "mails").meters()).hasSize(1);
					child.getSourceApplicationContext().close();
					assertThat(registry.getMeters())
						.noneMatch((meter) -> "mails".equals(meter.getId().getTag("queue")));
					assertThat(registry.find("safequeue.handling").tag("queue", "orders").timer()).isNotNull();
					handle(parent, "orders", 1);
					assertThat(handled(registry, "orders")).isEqualTo(1);
				});
	}

	@Test
	void contextsThatShareARegistryWithoutBeingRelatedAddUp() {
		MeterRegistry registry = new SimpleMeterRegistry();
		ApplicationContextRunner sharing = this.runner.withBean(Orders.class)
			.withBean("registry", MeterRegistry.class, () -> registry,
					(definition) -> definition.setDestroyMethodName(""));
		sharing.run((one) -> sharing.run((other) -> {
			handle(one, "orders", 3);
			handle(other, "orders", 2);
			assertThat(handled(registry, "orders")).isEqualTo(5);
			assertThat(handlingCalls(registry, "orders")).isEqualTo(5);
		}));
		assertThat(handled(registry, "orders")).isEqualTo(5);
	}

	@Test
	void aChildWithARegistryOfItsOwnUsesIt() {
		runWithChild(this.runner.withConfiguration(METRICS).withBean(Orders.class),
				this.runner.withBean("own", MeterRegistry.class, SimpleMeterRegistry::new).withBean(Mails.class),
				(parent, child) -> {
					handle(child, "mails", 2);
					MeterRegistry registry = child.getBean("own", MeterRegistry.class);
					assertThat(handled(registry, "mails")).isEqualTo(2);
					assertThat(registry.getMeters())
						.noneMatch((meter) -> "orders".equals(meter.getId().getTag("queue")));
					assertThat(parent.getBean(MeterRegistry.class).getMeters())
						.noneMatch((meter) -> "mails".equals(meter.getId().getTag("queue")));
				});
	}

	@Test
	void timingsOfTheApplicationServeItsChildrenToo() {
		WorkTimings timings = new WorkTimings() {

			@Override
			public void handling(String queue, long nanos) {
			}

			@Override
			public void waiting(String queue, long nanos) {
			}

		};
		runWithChild(this.runner.withConfiguration(METRICS).withBean("mine", WorkTimings.class, () -> timings),
				this.runner.withConfiguration(METRICS),
				(parent, child) -> assertThat(child.getBeanProvider(WorkTimings.class).stream())
					.containsExactly(timings));
	}

	@Test
	void timingsOfAChildServeTheChild() {
		List<String> timed = new CopyOnWriteArrayList<>();
		WorkTimings timings = new WorkTimings() {

			@Override
			public void handling(String queue, long nanos) {
				timed.add(queue);
			}

			@Override
			public void waiting(String queue, long nanos) {
			}

		};
		runWithChild(this.runner.withConfiguration(METRICS).withBean(Orders.class),
				this.runner.withConfiguration(METRICS)
					.withBean(Mails.class)
					.withBean("mine", WorkTimings.class, () -> timings),
				(parent, child) -> {
					handle(parent, "orders", 3);
					handle(child, "mails", 2);
					assertThat(timed).containsExactly("mails", "mails");
					MeterRegistry registry = parent.getBean(MeterRegistry.class);
					assertThat(handlingCalls(registry, "orders")).isEqualTo(3);
					assertThat(handled(registry, "mails")).isEqualTo(2);
				});
	}

	@Test
	void healthAndEndpointShowTheQueuesOfParentsToo() {
		ApplicationContextRunner shown = this.runner
			.withConfiguration(AutoConfigurations.of(SafeQueueHealthAutoConfiguration.class,
					SafeQueueEndpointAutoConfiguration.class))
			.withPropertyValues("management.endpoints.jmx.exposure.include=safequeues", "spring.jmx.enabled=true");
		runWithChild(shown.withBean(Orders.class), shown.withBean(Mails.class), (parent, child) -> {
			assertThat(child.getBean(SafeQueuesEndpoint.class).queues().queues()).extracting(SafeQueueSnapshot::name)
				.containsExactly("mails", "orders", "safeQueue");
			assertThat(child.getBean(SafeQueuesHealthIndicator.class).health().getDetails()).containsKeys("mails",
					"orders", "safeQueue");
			assertThat(parent.getBean(SafeQueuesEndpoint.class).queues().queues()).extracting(SafeQueueSnapshot::name)
				.containsExactly("orders", "safeQueue");
			assertThat(child.getBean(SafeQueueRegistry.class).find("orders")).isEmpty();
		});
	}

	@Test
	void observationsOfAParentStayThoseOfTheParent() {
		ApplicationContextRunner observed = QueueTestRunner.create()
			.withConfiguration(AutoConfigurations.of(SafeQueueObservationAutoConfiguration.class))
			.withPropertyValues("safequeue.observations.enabled=true");
		Observed ofParent = new Observed();
		Observed ofChild = new Observed();
		runWithChild(observed.withBean(Orders.class).withBean(ObservationRegistry.class, () -> ofParent.registry),
				observed.withBean(Mails.class)
					.withBean("own", ObservationRegistry.class, () -> ofChild.registry,
							(definition) -> definition.setPrimary(true)),
				(parent, child) -> {
					assertThat(child.getBean(WorkObserver.class)).isNotSameAs(parent.getBean(WorkObserver.class));
					handle(parent, "orders", 3);
					handle(child, "mails", 2);
					assertThat(ofParent.count).hasValue(3);
					assertThat(ofChild.count).hasValue(2);
				});
	}

	@Test
	void aQueueThatIsBuiltAtRunTimeHasItsMetersUntilItIsClosed() {
		this.runner.withConfiguration(METRICS).run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			for (int i = 0; i < 2; i++) {
				SafeQueue<String> acme = context.getBean(SafeQueueBuilder.class)
					.name("acme")
					.<String>handler((item) -> Thread.sleep(1))
					.build();
				acme.submit("item").join();
				settle(acme);
				assertThat(handled(registry, "acme")).isEqualTo(1);
				assertThat(handlingCalls(registry, "acme")).isEqualTo(1);
				assertThat(context.getBean(SafeQueueRegistry.class).close("acme")).isTrue();
				assertThat(registry.getMeters()).noneMatch((meter) -> "acme".equals(meter.getId().getTag("queue")));
			}
		});
	}

	@Test
	void aQueueThatIsNotOursHasNoMeters() {
		this.runner.withConfiguration(METRICS).withBean("mock", SafeQueue.class, NotOurs::create).run((context) -> {
			context.getSourceApplicationContext().getBeanFactory().initializeBean(NotOurs.create(), "other");
			assertThat(context.getBean(MeterRegistry.class).getMeters())
				.noneMatch((meter) -> "mock".equals(meter.getId().getTag("queue")));
		});
	}

	private static void handle(AssertableApplicationContext context, String name, int items) {
		SafeQueue<String> queue = queue(context, name);
		for (int i = 0; i < items; i++) {
			queue.submit("item").join();
		}
		settle(queue);
	}

	private static double handled(MeterRegistry registry, String queue) {
		return registry.get("safequeue.handled").tag("queue", queue).functionCounter().count();
	}

	private static long handlingCalls(MeterRegistry registry, String queue) {
		return registry.get("safequeue.handling").tag("queue", queue).timer().count();
	}

	@FunctionalInterface
	interface Pair<T> {

		void accept(T parent, T child);

	}

	/** Counts the observations of a registry. */
	static class Observed implements ObservationHandler<Observation.Context> {

		private final ObservationRegistry registry = ObservationRegistry.create();

		private final AtomicInteger count = new AtomicInteger();

		Observed() {
			this.registry.observationConfig().observationHandler(this);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

		@Override
		public void onStart(Observation.Context context) {
			this.count.incrementAndGet();
		}

	}

	static class Orders {

		@SafeQueueListener("orders")
		void on(String item) throws InterruptedException {
			// So long that every call is timed.
			Thread.sleep(1);
		}

	}

	static class Mails {

		@SafeQueueListener("mails")
		void on(String item) throws InterruptedException {
			Thread.sleep(1);
		}

	}

}
