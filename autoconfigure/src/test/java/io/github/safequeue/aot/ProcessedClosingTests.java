/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.aot;

import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.annotation.PreDestroy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.EventListener;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.WorkHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that is processed ahead of time closes as it does otherwise: by whatever
 * beans reach each other, nothing is lost or late.
 */
@CompileWithForkedClassLoader
class ProcessedClosingTests {

	private static final String HANDLER = "safequeue.queues.parcels.handler=packer";

	/** Names of destroyed beans, in their order. */
	private static final List<String> destroyed = new CopyOnWriteArrayList<>();

	/** What was handled, and by what that was not destroyed before. */
	private static final List<String> handled = new CopyOnWriteArrayList<>();

	@Test
	void nothingIsLateOrLost() {
		ProcessedApplication application = new ProcessedApplication(Shop.class, HANDLER);
		new ApplicationContextRunner().withUserConfiguration(Shop.class, ProcessedApplication.AutoConfigurations.class)
			.withPropertyValues(HANDLER)
			.run((context) -> assertThat(context).hasNotFailed());
		assertHandled();
		application.run((context) -> assertThat(context.isActive()).isTrue(), HANDLER);
		assertHandled();
	}

	private static void assertHandled() {
		assertThat(new TreeSet<>(handled)).containsExactly("event with records", "note with seal",
				"order with records, lazy, named", "parcel with records", "task with records");
		assertThat(destroyed).hasSize(13);
		destroyed.clear();
		handled.clear();
	}

	static class Noted {

		private final String name;

		Noted(String name) {
			this.name = name;
		}

		String use() {
			return destroyed.contains(this.name) ? this.name + " that is gone" : this.name;
		}

		@PreDestroy
		void destroy() {
			destroyed.add(this.name);
		}

	}

	static class Distant extends Noted {

		Distant(String name) {
			super(name);
		}

		boolean is(String name) {
			return name.equals(super.name);
		}

	}

	static class Seal extends Noted {

		Seal() {
			super("seal");
		}

	}

	static class Orders extends Noted {

		private final Noted records;

		private final ObjectProvider<Distant> all;

		Orders(Noted records, ObjectProvider<Distant> all) {
			super("orders");
			this.records = records;
			this.all = all;
		}

		@SafeQueueListener(queues = "orders", dependsOn = "named")
		void on(Order order) {
			handled.add("order with %s, %s, %s".formatted(this.records.use(), use("lazy"), use("named")));
		}

		private String use(String name) {
			return this.all.stream().filter((distant) -> distant.is(name)).findFirst().orElseThrow().use();
		}

	}

	static class Packer extends Noted implements WorkHandler<Long> {

		private final Noted records;

		Packer(Noted records) {
			super("packer");
			this.records = records;
		}

		@Override
		public void handle(Long item) {
			handled.add("parcel with " + this.records.use());
		}

	}

	static class Notary extends Noted {

		private final ObjectProvider<Seal> seal;

		Notary(ObjectProvider<Seal> seal) {
			super("notary");
			this.seal = seal;
		}

		void write(String note) {
			handled.add("note with " + this.seal.getObject().use());
		}

	}

	static class Producer extends Noted {

		@Autowired
		private SafeQueue<Order> orders;

		@Autowired
		private ObjectProvider<SafeQueue<Long>> parcels;

		Producer() {
			super("producer");
		}

		@Override
		@PreDestroy
		void destroy() {
			this.orders.offer(new Order(1, new Order.Customer("c")));
			this.parcels.getObject().offer(2L);
			super.destroy();
		}

	}

	static class Writer extends Noted {

		private @Nullable SafeQueue<String> notes;

		Writer() {
			super("writer");
		}

		@Autowired
		void notes(@Lazy SafeQueue<String> notes) {
			this.notes = notes;
		}

		@Override
		@PreDestroy
		void destroy() {
			if (this.notes != null) {
				this.notes.offer("last");
			}
			super.destroy();
		}

	}

	static class Tasks extends Noted {

		private final Noted records;

		Tasks(Noted records) {
			super("tasks");
			this.records = records;
		}

		@Async("safeQueueTaskExecutor")
		void run() {
			handled.add("task with " + this.records.use());
		}

	}

	static class Caller extends Noted {

		private final Tasks tasks;

		Caller(Tasks tasks) {
			super("caller");
			this.tasks = tasks;
		}

		@Override
		@PreDestroy
		void destroy() {
			this.tasks.run();
			super.destroy();
		}

	}

	static class Listener extends Noted {

		private final Noted records;

		Listener(Noted records) {
			super("listener");
			this.records = records;
		}

		@Async("safeQueueTaskExecutor")
		@EventListener
		void on(Integer event) {
			handled.add("event with " + this.records.use());
		}

	}

	static class Publisher extends Noted {

		private final ApplicationEventPublisher events;

		Publisher(ApplicationEventPublisher events) {
			super("publisher");
			this.events = events;
		}

		@Override
		@PreDestroy
		void destroy() {
			this.events.publishEvent(3);
			super.destroy();
		}

	}

	@Configuration
	@EnableAsync(proxyTargetClass = true)
	static class Shop {

		@Bean
		Publisher publisher(ApplicationEventPublisher events) {
			return new Publisher(events);
		}

		@Bean
		Caller caller(Tasks tasks) {
			return new Caller(tasks);
		}

		@Bean
		Writer writer() {
			return new Writer();
		}

		@Bean
		Producer producer() {
			return new Producer();
		}

		@Bean
		SafeQueue<String> notes(SafeQueueBuilder builder, Notary notary) {
			assertThat(records()).isSameAs(records());
			return builder.name("notes").<String>handler(notary::write).build();
		}

		@Bean
		Notary notary(ObjectProvider<Seal> seal) {
			return new Notary(seal);
		}

		@Bean
		Seal seal() {
			return new Seal();
		}

		@Bean
		Orders orderListener(@Qualifier("records") Noted records, ObjectProvider<Distant> all) {
			return new Orders(records, all);
		}

		@Bean
		Packer packer(@Qualifier("records") Noted records) {
			return new Packer(records);
		}

		@Bean
		Tasks tasks(@Qualifier("records") Noted records) {
			return new Tasks(records);
		}

		@Bean
		Listener listener(@Qualifier("records") Noted records) {
			return new Listener(records);
		}

		@Bean
		Distant lazy() {
			return new Distant("lazy");
		}

		@Bean
		Distant named() {
			return new Distant("named");
		}

		@Bean
		Noted records() {
			return new Noted("records");
		}

	}

}
