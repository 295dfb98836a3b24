/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.registration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.annotation.PostConstruct;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueueCustomizer;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.autoconfigure.QueueTestRunner;

import static io.github.safequeue.autoconfigure.QueueTestRunner.queue;
import static io.github.safequeue.autoconfigure.QueueTestRunner.settle;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each way to declare a queue, and each way to be given one.
 */
class QueueDeclarationTests {

	private final ApplicationContextRunner runner = QueueTestRunner.create();

	@Test
	void aQueueOfTasksIsAlwaysThereAndRunsThem() {
		this.runner.withBean(Tasks.class).run((context) -> {
			AtomicInteger ran = new AtomicInteger();
			SafeQueue<Runnable> tasks = context.getBean(Tasks.class).queue;
			assertThat(tasks.name()).isEqualTo("safeQueue");
			assertThat(tasks.capacity()).isEqualTo(8192);
			assertThat(tasks.offer(ran::incrementAndGet)).isTrue();
			settle(tasks);
			assertThat(ran).hasValue(1);
		});
	}

	@Test
	void propertiesTuneTheQueueOfTasks() {
		this.runner
			.withPropertyValues("safequeue.queues.safeQueue.capacity=64", "safequeue.queues.safeQueue.concurrency=3")
			.run((context) -> {
				SafeQueue<Runnable> tasks = queue(context, "safeQueue");
				assertThat(tasks.capacity()).isEqualTo(64);
				assertThat(tasks.snapshot().concurrency()).isEqualTo(3);
			});
	}

	@Test
	void theQueueOfTasksBacksOffWhateverTheApplicationNamesSo() {
		this.runner.withBean("safeQueue", String.class, () -> "mine").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean("safeQueue")).isEqualTo("mine");
			assertThat(context).doesNotHaveBean(SafeQueue.class);
		});
		this.runner.withUserConfiguration(OwnTasks.class).run((context) -> {
			assertThat(context).hasSingleBean(SafeQueue.class);
			SafeQueue<String> own = queue(context, "safeQueue");
			own.offer("a");
			settle(own);
			assertThat(context.getBean(OwnTasks.class).handled).containsExactly("a");
		});
	}

	@Test
	void aListenerMethodDeclaresItsQueue() {
		this.runner.withBean(Listener.class).withBean(Orders.class).run((context) -> {
			Orders orders = context.getBean(Orders.class);
			assertThat(orders.orders.name()).isEqualTo("orders");
			orders.orders.offer(new Order(1));
			settle(orders.orders);
			assertThat(context.getBean(Listener.class).handled).containsExactly(new Order(1));
		});
	}

	@Test
	void aPropertyNamesTheHandlerBeanOfItsQueue() {
		this.runner.withBean("store", OrderHandler.class)
			.withBean(Orders.class)
			.withPropertyValues("safequeue.queues.orders.handler=store")
			.run((context) -> {
				SafeQueue<Order> orders = context.getBean(Orders.class).orders;
				orders.offer(new Order(1));
				settle(orders);
				assertThat(context.getBean(OrderHandler.class).handled).containsExactly(new Order(1));
			});
	}

	@Test
	void aHandlerBeanMayBeALambdaOfAFactoryMethod() {
		this.runner.withUserConfiguration(LambdaHandler.class)
			.withBean(Orders.class)
			.withPropertyValues("safequeue.queues.orders.handler=lambda")
			.run((context) -> {
				SafeQueue<Order> orders = context.getBean(Orders.class).orders;
				orders.offer(new Order(1));
				settle(orders);
				assertThat(context.getBean(LambdaHandler.class).handled).containsExactly(new Order(1));
			});
	}

	@Test
	void aHandlerBeanOfListsTakesBatches() {
		this.runner.withBean("store", BatchHandler.class)
			.withBean(Orders.class)
			.withPropertyValues("safequeue.queues.orders.handler=store", "safequeue.queues.orders.batch-size=4",
					"safequeue.queues.orders.auto-startup=false")
			.run((context) -> {
				SafeQueue<Order> orders = context.getBean(Orders.class).orders;
				for (int i = 0; i < 10; i++) {
					orders.offer(new Order(i));
				}
				orders.resume();
				settle(orders);
				assertThat(context.getBean(BatchHandler.class).sizes).containsExactly(4, 4, 2);
			});
	}

	@Test
	void aBeanMethodBuildsAQueue() {
		this.runner.withUserConfiguration(Built.class)
			.withBean(Orders.class)
			.withPropertyValues("safequeue.defaults.capacity=128", "safequeue.queues.built-again.capacity=32")
			.run((context) -> {
				SafeQueue<Order> orders = context.getBean(Orders.class).orders;
				assertThat(orders.capacity()).isEqualTo(128);
				assertThat(queue(context, "builtAgain").capacity()).as("a property wins over code").isEqualTo(32);
				orders.offer(new Order(1));
				settle(orders);
				assertThat(context.getBean(Built.class).handled).containsExactly(new Order(1));
				assertThat(context.getBean(SafeQueueBuilder.class))
					.isNotSameAs(context.getBean(SafeQueueBuilder.class));
			});
	}

	@Test
	void queuesAreGivenByTypeAndAmongSeveralByNameOrQualifier() {
		this.runner.withBean(Several.class).withBean(Given.class).run((context) -> {
			Given given = context.getBean(Given.class);
			assertThat(given.first.name()).isEqualTo("first");
			assertThat(given.qualified.name()).isEqualTo("second");
			assertThat(given.maps.name()).isEqualTo("maps");
			assertThat(given.lists.name()).isEqualTo("nested");
			assertThat(given.all).extracting(SafeQueue::name).containsExactlyInAnyOrder("first", "second");
			assertThat(given.byName).containsOnlyKeys("first", "second", "maps", "nested", "safeQueue");
		});
	}

	@Test
	void theRegistryFindsDeclaredQueuesAlreadyInPostConstructAndCreatesNone() {
		this.runner.withBean("early", Early.class).withBean(Several.class).run((context) -> {
			Early early = context.getBean(Early.class);
			assertThat(early.found).hasValueSatisfying((queue) -> assertThat(queue.name()).isEqualTo("first"));
			assertThat(early.unknown).isEmpty();
			assertThat(early.all).extracting(SafeQueue::name)
				.containsExactly("first", "maps", "nested", "safeQueue", "second");
			SafeQueueRegistry registry = context.getBean(SafeQueueRegistry.class);
			assertThat(registry.find("unknown")).isEmpty();
			assertThat(registry.find("early")).as("a bean that is no queue").isEmpty();
			assertThat(registry.all()).hasSize(5);
			assertThat(context.containsBean("unknown")).isFalse();
		});
	}

	@Test
	void customizersChangeEveryBuilder() {
		this.runner.withUserConfiguration(Built.class)
			.withBean(Several.class)
			.withPropertyValues("safequeue.queues.first.capacity=64")
			.withBean("small", SafeQueueCustomizer.class, () -> (builder) -> {
				if (!"maps".equals(builder.name())) {
					builder.capacity(16);
				}
			})
			.run((context) -> {
				Map<String, Integer> capacities = new TreeMap<>();
				context.getBean(SafeQueueRegistry.class)
					.all()
					.forEach((queue) -> capacities.put(queue.name(), queue.capacity()));
				assertThat(capacities.remove("maps")).isEqualTo(8192);
				assertThat(capacities).hasSize(6).allSatisfy((name, capacity) -> assertThat(capacity).isEqualTo(16));
			});
	}

	@Test
	void propertiesWinOverAnnotationsAndTheseOverDefaults() {
		this.runner.withBean(Tuned.class)
			.withPropertyValues("safequeue.defaults.concurrency=2", "safequeue.queues.byProperty.concurrency=4",
					"lanes=3")
			.run((context) -> {
				assertThat(queue(context, "byDefault").snapshot().concurrency()).isEqualTo(2);
				assertThat(queue(context, "byAnnotation").snapshot().concurrency()).isEqualTo(3);
				assertThat(queue(context, "byProperty").snapshot().concurrency()).isEqualTo(4);
			});
	}

	@Test
	void nothingIsThereWhenSwitchedOff() {
		this.runner.withBean(Listener.class).withPropertyValues("safequeue.enabled=false").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context).doesNotHaveBean(SafeQueue.class).doesNotHaveBean(SafeQueueRegistry.class);
		});
	}

	@Test
	void queuesAndListenersStartInALazyApplication() {
		this.runner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withBean(Listener.class)
			.withUserConfiguration(OwnTasks.class)
			.run((context) -> {
				SafeQueueRegistry registry = context.getBean(SafeQueueRegistry.class);
				assertThat(registry.all()).extracting(SafeQueue::state).hasSize(2).containsOnly(SafeQueueState.RUNNING);
				SafeQueue<Order> orders = queue(context, "orders");
				orders.offer(new Order(1));
				settle(orders);
			});
	}

	@Test
	void aQueueThatDoesNotStartByItselfAcceptsAndHandlesOnceResumed() {
		this.runner.withBean(Listener.class)
			.withPropertyValues("safequeue.queues.orders.auto-startup=false")
			.run((context) -> {
				SafeQueue<Order> orders = queue(context, "orders");
				assertThat(orders.state()).isEqualTo(SafeQueueState.PAUSED);
				assertThat(orders.offer(new Order(1))).isTrue();
				assertThat(orders.awaitQuiescence(Duration.ofMillis(50))).isFalse();
				orders.resume();
				settle(orders);
				assertThat(orders.state()).isEqualTo(SafeQueueState.RUNNING);
				assertThat(context.getBean(Listener.class).handled).hasSize(1);
			});
	}

	record Order(int number) {
	}

	static class Tasks {

		private final SafeQueue<Runnable> queue;

		Tasks(SafeQueue<Runnable> queue) {
			this.queue = queue;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnTasks {

		private final List<String> handled = new CopyOnWriteArrayList<>();

		@Bean
		SafeQueue<String> safeQueue(SafeQueueBuilder builder) {
			return builder.name("safeQueue").<String>handler(this.handled::add).build();
		}

	}

	static class Orders {

		private final SafeQueue<Order> orders;

		Orders(SafeQueue<Order> orders) {
			this.orders = orders;
		}

	}

	static class Listener {

		private final List<Order> handled = new CopyOnWriteArrayList<>();

		@SafeQueueListener("orders")
		void on(Order order) {
			this.handled.add(order);
		}

	}

	static class OrderHandler implements WorkHandler<Order> {

		private final List<Order> handled = new CopyOnWriteArrayList<>();

		@Override
		public void handle(Order item) {
			this.handled.add(item);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LambdaHandler {

		private final List<Order> handled = new CopyOnWriteArrayList<>();

		@Bean
		WorkHandler<Order> lambda() {
			return this.handled::add;
		}

	}

	static class BatchHandler implements WorkHandler<List<Order>> {

		private final List<Integer> sizes = new CopyOnWriteArrayList<>();

		@Override
		public void handle(List<Order> items) {
			this.sizes.add(items.size());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Built {

		private final List<Order> handled = new CopyOnWriteArrayList<>();

		@Bean
		SafeQueue<Order> orders(SafeQueueBuilder builder) {
			return builder.name("orders").<Order>handler(this.handled::add).build();
		}

		@Bean
		SafeQueue<Integer> builtAgain(SafeQueueBuilder builder) {
			return builder.name("builtAgain").capacity(256).<Integer>handler((item) -> {
			}).build();
		}

	}

	static class Several {

		@SafeQueueListener({ "first", "second" })
		void on(Order order) {
		}

		@SafeQueueListener("maps")
		void on(Map<String, List<Order>> orders) {
		}

		@SafeQueueListener("nested")
		void on(List<List<Order>> orders) {
		}

	}

	static class Given {

		private final SafeQueue<Order> first;

		private final SafeQueue<Order> qualified;

		private final SafeQueue<Map<String, List<Order>>> maps;

		@Autowired
		private @Nullable SafeQueue<List<Order>> lists;

		private final List<SafeQueue<Order>> all;

		private final Map<String, SafeQueue<?>> byName;

		Given(SafeQueue<Order> first, @Qualifier("second") SafeQueue<Order> qualified,
				SafeQueue<Map<String, List<Order>>> anyName, List<SafeQueue<Order>> all,
				Map<String, SafeQueue<?>> byName) {
			this.first = first;
			this.qualified = qualified;
			this.maps = anyName;
			this.all = all;
			this.byName = byName;
		}

	}

	static class Early {

		private final SafeQueueRegistry registry;

		private Optional<SafeQueue<?>> found = Optional.empty();

		private Optional<SafeQueue<?>> unknown = Optional.empty();

		private final Collection<SafeQueue<?>> all = new ArrayList<>();

		Early(SafeQueueRegistry registry) {
			this.registry = registry;
		}

		@PostConstruct
		void find() {
			this.unknown = this.registry.find("unknown");
			this.found = this.registry.find("first");
			this.all.addAll(this.registry.all());
		}

	}

	static class Tuned {

		@SafeQueueListener("byDefault")
		void byDefault(Order order) {
		}

		@SafeQueueListener(queues = { "byAnnotation", "byProperty" }, concurrency = "${lanes}")
		void byAnnotation(Order order) {
		}

	}

}
