/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark.queue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.autoconfigure.SafeCleanerAutoConfiguration;
import io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration;
import io.github.safequeue.benchmark.Arrivals;
import io.github.safequeue.benchmark.Backoff;
import io.github.safequeue.benchmark.Contender;
import io.github.safequeue.benchmark.Item;
import io.github.safequeue.benchmark.Modulith;

/**
 * A queue of an application: a context of Spring Boot, auto-configured, with a listener
 * method.
 */
final class SafeQueueContender implements Contender {

	private static final int IDLE_QUEUES = 100;

	private final ConfigurableApplicationContext context;

	private final SafeQueue<Item> queue;

	private final boolean futures;

	private final boolean spins;

	private final @Nullable Scraper scraper;

	/**
	 * Start an application.
	 * @param actuator what of the actuator it has: {@code on}, as an application has it
	 * by default, {@code scraped}, with {@value #IDLE_QUEUES} further queues and readers
	 * of all meters and of health each second, {@code tracing}, with a tracer that
	 * samples nothing, or {@code off}
	 * @param listener the bean with the method
	 * @param futures whether {@code submit} is called in place of {@code offer}
	 * @param properties the queue's properties
	 */
	SafeQueueContender(String actuator, Object listener, boolean futures, Map<String, String> properties) {
		Map<String, Object> all = new HashMap<>();
		properties.forEach((key, value) -> all.put("safequeue.queues.work." + key, value));
		boolean scraped = actuator.equals("scraped");
		for (int i = 0; scraped && i < IDLE_QUEUES; i++) {
			all.put("safequeue.queues.idle%d.handler".formatted(i), "idle");
		}
		this.context = new SpringApplicationBuilder(application(actuator)).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.logStartupInfo(false)
			.registerShutdownHook(false)
			.properties("logging.level.root=WARN", "spring.jmx.enabled=false",
					"management.tracing.sampling.probability=0.0", "management.otlp.metrics.export.enabled=false",
					Modulith.NONE)
			.properties(all)
			.initializers((context) -> context.getBeanFactory().registerSingleton("listener", listener))
			.run();
		this.queue = queue(this.context);
		this.futures = futures;
		this.spins = "busy-spin".equals(properties.get("wait-strategy"));
		this.scraper = (scraped) ? new Scraper(this.context) : null;
	}

	private static Class<?> application(String actuator) {
		return switch (actuator) {
			case "off" -> Application.class;
			case "on", "scraped" -> ActuatorApplication.class;
			case "tracing" -> TracingApplication.class;
			default -> throw new IllegalArgumentException("No such actuator: " + actuator);
		};
	}

	@SuppressWarnings("unchecked")
	private static SafeQueue<Item> queue(ConfigurableApplicationContext context) {
		return context.getBean("work", SafeQueue.class);
	}

	@Override
	public void produce(Item[] items, long count) {
		if (this.futures) {
			submit(items, count);
		}
		else {
			offer(items, count);
		}
	}

	private void offer(Item[] items, long count) {
		for (long i = 0; i < count; i++) {
			Item item = items[(int) i & (items.length - 1)];
			int tries = 0;
			while (!this.queue.offer(item)) {
				tries = Backoff.pause(tries);
			}
		}
	}

	/** A refusal makes an exception: there is room before the next try. */
	private void submit(Item[] items, long count) {
		for (long i = 0; i < count; i++) {
			Item item = items[(int) i & (items.length - 1)];
			CompletableFuture<Void> future = this.queue.submit(item);
			while (future.isCompletedExceptionally()) {
				int tries = 0;
				while (this.queue.size() >= this.queue.capacity()) {
					tries = Backoff.pause(tries);
				}
				future = this.queue.submit(item);
			}
		}
	}

	@Override
	public boolean spins() {
		return this.spins;
	}

	@Override
	public void close() {
		if (this.scraper != null) {
			this.scraper.close();
		}
		this.context.close();
	}

	/** Only the library. */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SafeQueueAutoConfiguration.class, SafeCleanerAutoConfiguration.class })
	static class Application {

	}

	/** With Actuator at its defaults: meters, health, endpoints. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(excludeName = { "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
			"org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration" })
	static class ActuatorApplication {

		@Bean
		WorkHandler<Object> idle() {
			return (item) -> {
			};
		}

	}

	/** With a tracer as well. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(excludeName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
	static class TracingApplication {

	}

	/** Takes items one by one. */
	static class Listener {

		private final Arrivals arrivals;

		Listener(Arrivals arrivals) {
			this.arrivals = arrivals;
		}

		@SafeQueueListener("work")
		void on(Item item) {
			this.arrivals.handle(item);
		}

	}

	/** Takes batches. */
	static class BatchListener {

		private final Arrivals arrivals;

		BatchListener(Arrivals arrivals) {
			this.arrivals = arrivals;
		}

		@SafeQueueListener("work")
		void on(List<Item> items) {
			for (Item item : items) {
				this.arrivals.handle(item);
			}
		}

	}

	/** Takes items of one key in order. */
	static class KeyListener {

		private final Arrivals arrivals;

		KeyListener(Arrivals arrivals) {
			this.arrivals = arrivals;
		}

		@SafeQueueListener(queues = "work", key = "key")
		void on(Item item) {
			this.arrivals.handle(item);
		}

	}

	/** Takes batches, and items of one key in order. */
	static class KeyBatchListener {

		private final Arrivals arrivals;

		KeyBatchListener(Arrivals arrivals) {
			this.arrivals = arrivals;
		}

		@SafeQueueListener(queues = "work", key = "key")
		void on(List<Item> items) {
			for (Item item : items) {
				this.arrivals.handle(item);
			}
		}

	}

}
