/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.aot;

import java.lang.ref.Cleaner;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.PreDestroy;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.util.StringUtils;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.cleaner.SafeCleaner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Applications that are processed ahead of time keep what they keep otherwise, and refuse
 * what contradicts their build.
 */
@CompileWithForkedClassLoader
class ProcessedApplicationTests {

	private static final String HANDLER = "safequeue.queues.parcels.handler=packer";

	@Test
	void everyKindOfQueueHandles() {
		new ProcessedApplication(Shop.class, HANDLER).run((context) -> {
			Producer producer = context.getBean(Producer.class);
			producer.orders.submit(order(1)).orTimeout(30, TimeUnit.SECONDS).join();
			producer.parcels.submit(2L).orTimeout(30, TimeUnit.SECONDS).join();
			producer.notes.submit("3").orTimeout(30, TimeUnit.SECONDS).join();
			producer.tasks.submit(() -> context.getBean(Records.class).add("task 4"))
				.orTimeout(30, TimeUnit.SECONDS)
				.join();
			assertThat(context.getBean(Records.class).handled).containsExactly("order 1", "parcel 2", "note 3",
					"task 4");
		}, HANDLER);
	}

	@Test
	void tuningIsReadWhenTheApplicationRuns() {
		String[] placeholders = { HANDLER, "safequeue.queues.orders.capacity=${CAPACITY}",
				"orders.concurrency=${CONCURRENCY}" };
		ProcessedApplication application = new ProcessedApplication(Shop.class, placeholders);
		String[] properties = { "CAPACITY=50", "CONCURRENCY=3", "safequeue.defaults.capacity=70",
				"safequeue.queues.safeQueue.concurrency=2" };
		application.run((context) -> {
			Producer producer = context.getBean(Producer.class);
			assertThat(producer.orders.capacity()).isEqualTo(50);
			assertThat(producer.orders.snapshot().concurrency()).isEqualTo(3);
			assertThat(producer.notes.capacity()).isEqualTo(70);
			assertThat(producer.tasks.snapshot().concurrency()).isEqualTo(2);
		}, StringUtils.concatenateStringArrays(placeholders, properties));
	}

	@Test
	void closingDrainsInTheRightOrder() {
		List<String> handled = new CopyOnWriteArrayList<>();
		new ProcessedApplication(Shop.class, HANDLER).run((context) -> {
			context.getBean(Records.class).copy = handled;
			CountDownLatch closing = new CountDownLatch(1);
			context.getBean("notes", SafeQueue.class).pause();
			context.getBean(Producer.class).notes.offer("waits");
			context.getBean(Producer.class).last = true;
			closing.countDown();
		}, HANDLER);
		assertThat(handled).containsExactlyInAnyOrder("note waits", "order 100", "parcel 100", "note 100");
	}

	@Test
	void additionalExecutorStandsBesideBoots() {
		new ProcessedApplication(Shop.class, HANDLER).run((context) -> {
			assertThat(context.getBean(Calls.class).unnamed().join()).startsWith("task-");
			assertThat(context.getBean(Calls.class).named().join()).startsWith("safequeue-safeQueue-");
			assertThat(context.getBean(Calls.class).executor()).isSameAs(context.getBean("safeQueueTaskExecutor"));
		}, HANDLER);
	}

	@Test
	void cleanerRunsWhatIsLeftWhenTheApplicationCloses() {
		List<String> handled = new CopyOnWriteArrayList<>();
		Object referent = new Object();
		new ProcessedApplication(Plain.class, HANDLER).run((context) -> {
			Cleaner.Cleanable cleanable = context.getBean(SafeCleaner.class)
				.register(referent, () -> handled.add("cleaned"));
			assertThat(cleanable).isNotNull();
		}, HANDLER, "safequeue.cleaner.clean-on-close=true");
		assertThat(handled).containsExactly("cleaned");
		assertThat(referent).isNotNull();
	}

	@Test
	void additionalExecutorMovesNoCall() {
		new ProcessedApplication(PlainExecutor.class)
			.run((context) -> assertThat(context.getBean(Calls.class).unnamed().join()).startsWith("SimpleAsync"));
	}

	@Test
	void replacingExecutorStandsInThePlaceOfBoots() {
		String[] replace = { HANDLER, "safequeue.task-executor.mode=replace",
				"spring.task.execution.pool.core-size=${SIZE}" };
		new ProcessedApplication(Shop.class, replace).run((context) -> {
			assertThat(context.getBean(Calls.class).unnamed().join()).startsWith("safequeue-safeQueue-");
			assertThat(context.getBean("applicationTaskExecutor")).isSameAs(context.getBean("safeQueueTaskExecutor"))
				.isSameAs(context.getBean("taskExecutor"))
				.isSameAs(context.getBean("bootstrapExecutor"));
			assertThat(context.getBean(Producer.class).tasks.snapshot().concurrency()).isEqualTo(3);
		}, StringUtils.concatenateStringArrays(replace, new String[] { "SIZE=3" }));
	}

	@Test
	void withoutCleanerAndExecutor() {
		String[] off = { HANDLER, "safequeue.cleaner.enabled=false", "safequeue.task-executor.enabled=false" };
		new ProcessedApplication(Plain.class, off)
			.run((context) -> assertThat(context.getBeanDefinitionNames()).contains("safeQueue", "orders")
				.doesNotContain("safeQueueTaskExecutor", "safeCleaner", "safeCleanerQueue"), off);
	}

	@Test
	void whatContradictsTheBuildIsRefused() {
		ProcessedApplication application = new ProcessedApplication(Shop.class, HANDLER);
		assertRefused(application, "Queue 'audit' is declared now, but was not", HANDLER,
				"safequeue.queues.audit.handler=packer");
		assertRefused(application, "Queue 'audit' is declared now, but was not", HANDLER,
				"safequeue.queues.audit.capacity=3");
		assertRefused(application, "Queue 'other' is declared now, but was not", HANDLER, "notes.queue=other");
		assertRefused(application, "Queue 'parcels' was declared when");
		for (String property : List.of("safequeue.enabled=false", "safequeue.cleaner.enabled=false",
				"safequeue.task-executor.enabled=false", "safequeue.task-executor.mode=replace",
				"safequeue.observations.enabled=true")) {
			assertRefused(application, "the property '" + property.replace("=", "' is ") + ", but was ", HANDLER,
					property);
		}
		application.run((context) -> assertThat(context.isActive()).isTrue(), HANDLER,
				"safequeue.observations.enabled=false", "safequeue.cleaner.enabled=true",
				"safequeue.queues.audit.required=false", "safequeue.queues.audit.capacity=3");
	}

	private static void assertRefused(ProcessedApplication application, String message, String... properties) {
		assertThatExceptionOfType(SafeQueueConfigurationException.class).isThrownBy(() -> application.run((context) -> {
		}, properties))
			.withMessageContaining(message)
			.withMessageContaining("processed ahead of time")
			.satisfies((ex) -> assertThat(ex.action()).containsIgnoringCase("build the application anew"));
	}

	private static Order order(int id) {
		return new Order(id, new Order.Customer("c" + id));
	}

	static class Records {

		private final List<String> handled = new CopyOnWriteArrayList<>();

		private volatile List<String> copy = new CopyOnWriteArrayList<>();

		private volatile boolean closed;

		void add(String record) {
			this.handled.add(record);
			this.copy.add(this.closed ? record + " too late" : record);
		}

		@PreDestroy
		void close() {
			this.closed = true;
		}

	}

	static class Orders {

		private final Records records;

		Orders(Records records) {
			this.records = records;
		}

		@SafeQueueListener(queues = "orders", key = "customer.id", concurrency = "${orders.concurrency:1}")
		void on(Order order) {
			this.records.add("order " + order.id());
		}

	}

	static class Packer implements WorkHandler<Long> {

		private final Records records;

		Packer(Records records) {
			this.records = records;
		}

		@Override
		public void handle(Long item) {
			this.records.add("parcel " + item);
		}

	}

	static class Notary {

		private final Records records;

		Notary(Records records) {
			this.records = records;
		}

		void write(String note) {
			this.records.add("note " + note);
		}

	}

	static class Producer {

		@Autowired
		private SafeQueue<Order> orders;

		@Autowired
		private SafeQueue<Long> parcels;

		private final SafeQueue<String> notes;

		private final SafeQueue<Runnable> tasks;

		private volatile boolean last;

		Producer(@Qualifier("notes") SafeQueue<String> notes, SafeQueue<Runnable> tasks) {
			this.notes = notes;
			this.tasks = tasks;
		}

		@PreDestroy
		void submit() {
			if (this.last) {
				this.orders.offer(order(100));
				this.parcels.offer(100L);
				this.notes.offer("100");
			}
		}

	}

	static class Calls {

		private final AsyncTaskExecutor executor;

		Calls(@Qualifier("safeQueueTaskExecutor") AsyncTaskExecutor executor) {
			this.executor = executor;
		}

		AsyncTaskExecutor executor() {
			return this.executor;
		}

		@Async
		CompletableFuture<String> unnamed() {
			return CompletableFuture.completedFuture(Thread.currentThread().getName());
		}

		@Async("safeQueueTaskExecutor")
		CompletableFuture<String> named() {
			return CompletableFuture.completedFuture(Thread.currentThread().getName());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Plain {

		@Bean
		Records records() {
			return new Records();
		}

		@Bean
		Orders orderListener(Records records) {
			return new Orders(records);
		}

		@Bean
		Packer packer(Records records) {
			return new Packer(records);
		}

	}

	/** With bean methods that call each other: Spring makes a subclass of it. */
	@Configuration
	@EnableAsync(proxyTargetClass = true)
	static class Shop extends Plain {

		@Bean
		Notary notary(Records records) {
			return new Notary(records);
		}

		@Bean
		SafeQueue<String> notes(SafeQueueBuilder builder, Notary notary) {
			return builder.name("notes").<String>handler(notary::write).build();
		}

		@Bean
		Producer producer(@Qualifier("notes") SafeQueue<String> notes, SafeQueue<Runnable> tasks) {
			return new Producer(notes, tasks);
		}

		@Bean
		Calls calls(@Qualifier("safeQueueTaskExecutor") AsyncTaskExecutor executor) {
			return new Calls(executor);
		}

		@Bean
		Late late() {
			return new Late();
		}

	}

	static class Late {

		@SafeQueueListener("${notes.queue:later}")
		void on(Integer number) {
			// Its name is given by a property.
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync(proxyTargetClass = true)
	static class PlainExecutor {

		@Bean
		Executor own() {
			return (task) -> new Thread(task, "own").start();
		}

		@Bean
		Calls calls(@Qualifier("safeQueueTaskExecutor") AsyncTaskExecutor executor) {
			return new Calls(executor);
		}

	}

}
