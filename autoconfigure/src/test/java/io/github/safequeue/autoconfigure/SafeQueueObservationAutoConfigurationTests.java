/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jmx.JmxEndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DeferredImportSelector;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.type.AnnotationMetadata;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.WorkTimings;
import io.github.safequeue.endpoint.SafeQueuesEndpoint;
import io.github.safequeue.endpoint.SafeQueuesEndpointWebExtension;
import io.github.safequeue.health.SafeQueuesHealthIndicator;
import io.github.safequeue.metrics.MicrometerWorkTimings;
import io.github.safequeue.metrics.SafeQueueMeters;
import io.github.safequeue.testing.TestQueues;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the auto-configurations of health, endpoint and meters.
 */
class SafeQueueObservationAutoConfigurationTests {

	private static final AutoConfigurations OURS = AutoConfigurations.of(SafeQueueHealthAutoConfiguration.class,
			SafeQueueEndpointAutoConfiguration.class, SafeQueueMetricsAutoConfiguration.class);

	private static final AutoConfigurations METRICS = AutoConfigurations.of(MetricsAutoConfiguration.class,
			CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class);

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(OURS)
		.withBean(TestQueues.class, TestQueues::new);

	private final ApplicationContextRunner queues = QueueTestRunner.create()
		.withConfiguration(OURS)
		.withUserConfiguration(EarlyAndLazyQueue.class);

	@Test
	void healthIndicatorIsNamedAfterItsComponent() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(SafeQueuesHealthIndicator.class)
			.hasBean("safeQueuesHealthIndicator"));
	}

	@Test
	void healthIndicatorCanBeTurnedOff() {
		this.runner.withPropertyValues("management.health.safe-queues.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SafeQueuesHealthIndicator.class));
	}

	@Test
	void nothingIsConfiguredWithoutARegistryOfQueues() {
		new ApplicationContextRunner().withConfiguration(OURS)
			.withConfiguration(METRICS)
			.withPropertyValues("management.endpoints.web.exposure.include=*")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(SafeQueuesHealthIndicator.class)
				.doesNotHaveBean(SafeQueuesEndpoint.class)
				.doesNotHaveBean(WorkTimings.class));
	}

	@Test
	void nothingIsConfiguredWithoutActuatorAndMicrometer() {
		new ApplicationContextRunner().withUserConfiguration(ImportedByName.class)
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate", "io.micrometer",
					"org.springframework.boot.health"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("safeQueuesHealthIndicator")
				.doesNotHaveBean("safeQueuesEndpoint")
				.doesNotHaveBean("safeQueueWorkTimings"));
	}

	@Test
	void endpointIsNotThereUnlessExposed() {
		WebApplicationContextRunner web = new WebApplicationContextRunner().withConfiguration(OURS)
			.withBean(TestQueues.class, TestQueues::new);
		web.run((context) -> assertThat(context).doesNotHaveBean(SafeQueuesEndpoint.class));
		web.withPropertyValues("management.endpoints.web.exposure.include=safequeues")
			.run((context) -> assertThat(context).hasSingleBean(SafeQueuesEndpoint.class)
				.hasSingleBean(SafeQueuesEndpointWebExtension.class));
		web.withPropertyValues("management.endpoints.web.exposure.include=*",
				"management.endpoint.safequeues.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(SafeQueuesEndpoint.class));
	}

	@Test
	void endpointWorksOverJmx() {
		this.runner
			.withConfiguration(AutoConfigurations.of(JmxAutoConfiguration.class, EndpointAutoConfiguration.class,
					JmxEndpointAutoConfiguration.class))
			.withPropertyValues("spring.jmx.enabled=true", "spring.jmx.unique-names=true",
					"management.endpoints.jmx.exposure.include=safequeues")
			.run((context) -> {
				context.getBean(TestQueues.class).add("orders", (item) -> {
				});
				MBeanServer server = context.getBean(MBeanServer.class);
				ObjectName endpoint = server
					.queryNames(new ObjectName("org.springframework.boot:type=Endpoint,name=Safequeues,*"), null)
					.iterator()
					.next();
				String[] strings = { String.class.getName(), String.class.getName() };
				assertThat(server.invoke(endpoint, "change", new Object[] { "orders", "pause" }, strings))
					.hasToString("{name=orders, state=PAUSED}");
			});
	}

	@Test
	void metersAreBoundToBootsRegistry() {
		this.queues.withConfiguration(METRICS).run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("safequeue.accepted").tag("queue", "early").functionCounter().count()).isZero();
			assertThat(registry.find("safequeue.accepted").tag("queue", "lazy").functionCounter()).isNull();
		});
	}

	@Test
	void lazyQueueGetsItsMetersWhenItIsCreated() {
		this.queues.withConfiguration(METRICS).run((context) -> {
			SafeQueue<?> lazy = context.getBean("lazy", SafeQueue.class);
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("safequeue.capacity").tag("queue", "lazy").gauge().value())
				.isEqualTo(lazy.capacity());
		});
	}

	@Test
	void timingsThatQueuesAreBuiltWithFeedTheRegistry() {
		this.queues.withConfiguration(METRICS).run((context) -> {
			@SuppressWarnings("unchecked")
			SafeQueue<String> early = context.getBean("early", SafeQueue.class);
			early.submit("one").join();
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("safequeue.handling").tag("queue", "early").timer().count()).isEqualTo(1);
		});
	}

	@Test
	void timingsDoNotCreateTheMeterRegistry() {
		AtomicBoolean created = new AtomicBoolean();
		this.runner.withBean("lateRegistry", MeterRegistry.class, () -> {
			created.set(true);
			return new SimpleMeterRegistry();
		}, (definition) -> definition.setLazyInit(true))
			.withInitializer((context) -> context.addBeanFactoryPostProcessor((factory) -> {
				factory.getBean(WorkTimings.class);
				assertThat(created).isFalse();
			}))
			.withAllowBeanDefinitionOverriding(false)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(MicrometerWorkTimings.class));
	}

	@Test
	void userDefinedTimingsReplaceOurs() {
		this.runner.withConfiguration(METRICS)
			.withBean("mine", WorkTimings.class, NoTimings::new)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(WorkTimings.class)
				.hasSingleBean(SafeQueueMeters.class));
	}

	@Test
	void metersAreBoundToTheRegistryOfAParent() {
		new ApplicationContextRunner().withConfiguration(METRICS)
			.run((parent) -> this.queues.withParent(parent)
				.run((child) -> assertThat(
						parent.getBean(MeterRegistry.class).find("safequeue.size").tag("queue", "early").gauge())
					.isNotNull()));
	}

	private static final class NoTimings implements WorkTimings {

		@Override
		public void handling(String queue, long nanos) {
		}

		@Override
		public void waiting(String queue, long nanos) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class EarlyAndLazyQueue {

		@Bean
		SafeQueue<String> early(SafeQueueBuilder builder) {
			return builder.name("early").<String>handler((item) -> {
			}).build();
		}

		@Bean
		@Lazy
		SafeQueue<String> lazy(SafeQueueBuilder builder) {
			return builder.name("lazy").<String>handler((item) -> {
			}).build();
		}

	}

	/**
	 * Imports the auto-configurations as Spring Boot does: their annotations are read
	 * from the class files, where those that are not on the class path do no harm.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(ImportedByName.Selector.class)
	static class ImportedByName {

		@Bean
		TestQueues queues() {
			return new TestQueues();
		}

		static class Selector implements DeferredImportSelector {

			@Override
			public String[] selectImports(AnnotationMetadata importingClass) {
				return new String[] { SafeQueueHealthAutoConfiguration.class.getName(),
						SafeQueueEndpointAutoConfiguration.class.getName(),
						SafeQueueMetricsAutoConfiguration.class.getName() };
			}

		}

	}

}
