/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import jakarta.annotation.PreDestroy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.EventListener;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.task.AsyncTaskExecutor;

import io.github.safequeue.DeadLetter;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration;
import io.github.safequeue.testing.Permutations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What waits when the context closes is handled while all that the handler reaches still
 * works: beans that Spring stops, beans that are made lazily, listeners of events.
 */
class FlushTests {

	private static final int ITEMS = 6;

	private final Notes notes = new Notes();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SafeQueueAutoConfiguration.class))
		.withPropertyValues("safequeue.shutdown.drain-timeout=20s")
		.withBean(Notes.class, () -> this.notes);

	@ParameterizedTest
	@ValueSource(ints = { Integer.MIN_VALUE, 0, Integer.MAX_VALUE / 2, Integer.MAX_VALUE })
	void collaboratorsAreStoppedAfterTheFlush(int phase) {
		this.runner.withBean("client", Client.class, () -> new Client(phase, this.notes))
			.withBean(ClientHandler.class)
			.run(FlushTests::fill);
		assertThat(this.notes.failures).isEmpty();
		assertThat(this.notes.handled).hasSize(ITEMS);
	}

	@Test
	void collaboratorsBehindOthersCount() {
		this.runner.withBean("client", Client.class, () -> new Client(Integer.MAX_VALUE, this.notes))
			.withBean(Template.class)
			.withBean(TemplateHandler.class)
			.run(FlushTests::fill);
		assertThat(this.notes.failures).isEmpty();
		assertThat(this.notes.handled).hasSize(ITEMS);
	}

	@Test
	void othersAreStoppedInTheirOrder() {
		this.runner.withBean("client", Client.class, () -> new Client(0, this.notes))
			.withBean("other", Client.class, () -> new Client(100, this.notes))
			.withBean(ClientHandler.class)
			.run((context) -> {
				fill(context);
				this.notes.events.clear();
			});
		assertThat(this.notes.events).startsWith("100 stopped", "handled").endsWith("0 stopped");
	}

	@Test
	void startsAreNotMovedByTheFlush() {
		this.runner.withBean("client", Client.class, () -> new Client(Integer.MAX_VALUE, this.notes))
			.withBean("other", Client.class, () -> new Client(100, this.notes))
			.withBean(ClientHandler.class)
			.run((context) -> assertThat(this.notes.events).containsExactly("100 started", "2147483647 started"));
	}

	@Test
	void beansThatAreMadeLazilyCanStillBeMade() {
		this.runner.withPropertyValues("spring.main.lazy-initialization=true")
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withUserConfiguration(LazyBeans.class)
			.run(FlushTests::fill);
		assertThat(this.notes.failures).isEmpty();
		assertThat(this.notes.handled).hasSize(3 * ITEMS);
	}

	static Stream<List<String>> orders() {
		return Permutations.of("producer", "handler", "listener", "dependency");
	}

	/** Also for what is submitted while beans are destroyed. */
	@ParameterizedTest
	@MethodSource("orders")
	void listenersOfEventsOutliveTheQueue(List<String> order) {
		ApplicationContextRunner ordered = DefinedBeans.define(this.runner, order,
				Map.of("producer", LateProducer.class, "handler", PublishingHandler.class, "listener", Listening.class,
						"dependency", Needed.class));
		ordered.run(FlushTests::fill);
		assertThat(this.notes.failures).isEmpty();
		assertThat(this.notes.handled).hasSize(2 * ITEMS);
	}

	@Test
	void queuesStayOpenAndKeepOnHandling() {
		this.runner.withBean("client", Client.class, () -> new Client(0, this.notes))
			.withBean("last", LastStopped.class)
			.withBean(ClientHandler.class)
			.run(FlushTests::fill);
		assertThat(this.notes.lateState).isEqualTo(SafeQueueState.RUNNING);
		assertThat(this.notes.failures).as("of the one item that came later").hasSize(1);
		assertThat(this.notes.handled).hasSize(ITEMS);
	}

	@Test
	void pausesEnd() {
		this.runner.withBean("client", Client.class, () -> new Client(0, this.notes))
			.withBean(ClientHandler.class)
			.run((context) -> {
				queue(context, "orders").pause();
				fill(context);
			});
		assertThat(this.notes.failures).isEmpty();
		assertThat(this.notes.handled).hasSize(ITEMS);
	}

	@Test
	void pausedContextsAreNotFlushed() {
		this.runner.withBean("client", Client.class, () -> new Client(0, this.notes))
			.withBean(ClientHandler.class)
			.run((context) -> {
				((GenericApplicationContext) context.getSourceApplicationContext()).stop();
				fill(context);
			});
		assertThat(this.notes.failures).as("drained with a stopped client").hasSize(ITEMS);
	}

	@Test
	void stopAloneFlushesNothing() {
		this.runner.withPropertyValues("safequeue.queues.orders.auto-startup=false")
			.withBean("client", Client.class, () -> new Client(0, this.notes))
			.withBean(ClientHandler.class)
			.run((context) -> {
				fill(context);
				GenericApplicationContext source = (GenericApplicationContext) context.getSourceApplicationContext();
				source.stop();
				assertThat(this.notes.handled).isEmpty();
				source.start();
			});
		assertThat(this.notes.failures).isEmpty();
		assertThat(this.notes.handled).hasSize(ITEMS);
	}

	@Test
	void queuesThatFeedEachOtherAreFlushedTogether() {
		this.runner.withBean("client", Client.class, () -> new Client(Integer.MAX_VALUE, this.notes))
			.withBean(Ping.class)
			.withBean(Pong.class)
			.run((context) -> assertThat(queue(context, "pings").offer(99)).isTrue());
		assertThat(this.notes.failures).isEmpty();
		assertThat(this.notes.handled).hasSize(50);
	}

	@Test
	void itEndsAtHalfOfTheDrainTimeout() {
		CountDownLatch never = new CountDownLatch(1);
		long start = System.nanoTime();
		this.runner.withPropertyValues("safequeue.shutdown.drain-timeout=2s")
			.withBean("client", Client.class, () -> new Client(0, this.notes))
			.withBean(StuckHandler.class, () -> new StuckHandler(never))
			.run((context) -> queue(context, "orders").offer("stuck"));
		assertThat(this.notes.stoppedAt - start).isBetween(Duration.ofMillis(900).toNanos(),
				Duration.ofMillis(1900).toNanos());
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(3900));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "customer" })
	void itDoesNotWaitForWhatOnlyWaitsForARetry(String key) {
		long start = System.nanoTime();
		this.runner
			.withPropertyValues("safequeue.queues.orders.retry.max-retries=3", "safequeue.queues.orders.retry.delay=1h",
					"safequeue.queues.orders.retry.max-delay=1h", "test.key=" + key,
					"safequeue.shutdown.drain-timeout=4s")
			.withBean("client", Client.class, () -> new Client(0, this.notes))
			.withBean(FailingHandler.class)
			.run((context) -> {
				SafeQueue<Object> orders = queue(context, "orders");
				orders.offer(new Order("a", "fail"));
				orders.offer(new Order("a", "waits behind it"));
				orders.offer(new Order("b", "done"));
			});
		assertThat(Duration.ofNanos(this.notes.stoppedAt - start)).isLessThan(Duration.ofMillis(1900));
	}

	@Test
	void itDoesNotWaitForAHandlerThatCloses() {
		CountDownLatch offered = new CountDownLatch(1);
		CountDownLatch closed = new CountDownLatch(1);
		long start = System.nanoTime();
		this.runner.withBean("client", Client.class, () -> new Client(0, this.notes))
			.withBean(ClosingHandler.class)
			.run((context) -> {
				GenericApplicationContext source = (GenericApplicationContext) context.getSourceApplicationContext();
				Runnable close = () -> {
					await().until(() -> offered.getCount() == 0);
					source.close();
					closed.countDown();
				};
				SafeQueue<Object> orders = queue(context, "orders");
				orders.offer(close);
				for (int i = 0; i < ITEMS; i++) {
					orders.offer("after");
				}
				offered.countDown();
				assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
			});
		assertThat(this.notes.failures).isEmpty();
		assertThat(this.notes.handled).hasSize(ITEMS);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
	}

	@Test
	void tasksUseWhatTheirSubmitterWasGiven() {
		this.runner.withBean("client", Client.class, () -> new Client(Integer.MAX_VALUE, this.notes))
			.withBean(TaskSubmitter.class)
			.run((context) -> context.getBean(TaskSubmitter.class).submit());
		assertThat(this.notes.failures).isEmpty();
		assertThat(this.notes.handled).hasSize(2 * ITEMS);
	}

	@Test
	void tasksOfTheExecutorUseWhatTheirSubmitterWasGiven() {
		this.runner.withBean("client", Client.class, () -> new Client(Integer.MAX_VALUE, this.notes))
			.withBean(ExecutorUser.class)
			.run((context) -> context.getBean(ExecutorUser.class).submit());
		assertThat(this.notes.failures).isEmpty();
		assertThat(this.notes.handled).hasSize(ITEMS);
	}

	@Test
	void aFloodDoesNotHoldUpTheEnd() {
		long start = System.nanoTime();
		this.runner.withPropertyValues("safequeue.shutdown.drain-timeout=16s")
			.withBean("client", Client.class, () -> new Client(0, this.notes))
			.withBean(Flood.class)
			.withBean(ClientHandler.class)
			.run((context) -> {
				fill(context);
				context.getBean(Flood.class).begin();
			});
		assertThat(Duration.ofNanos(this.notes.stoppedAt - start)).isLessThan(Duration.ofSeconds(7));
	}

	@Test
	void deadLetterQueuesAreFlushedAfterTheirSources() {
		this.runner.withPropertyValues("safequeue.queues.orders.dead-letter-queue=letters")
			.withBean("client", Client.class, () -> new Client(Integer.MAX_VALUE, this.notes))
			.withBean(AllFail.class)
			.withBean(LetterHandler.class)
			.run(FlushTests::fill);
		assertThat(this.notes.failures).isEmpty();
		assertThat(this.notes.handled).hasSize(ITEMS);
	}

	@SuppressWarnings("unchecked")
	private static SafeQueue<Object> queue(AssertableApplicationContext context, String name) {
		return context.getBean(name, SafeQueue.class);
	}

	private static void fill(AssertableApplicationContext context) {
		assertThat(context).hasNotFailed();
		for (int i = 0; i < ITEMS; i++) {
			assertThat(queue(context, "orders").offer("item " + i)).isTrue();
		}
	}

	record Order(String customer, String what) {
	}

	static final class Notes {

		final List<Object> handled = new CopyOnWriteArrayList<>();

		final List<String> events = new CopyOnWriteArrayList<>();

		final List<Throwable> failures = new CopyOnWriteArrayList<>();

		volatile SafeQueueState lateState = SafeQueueState.CLOSED;

		volatile long stoppedAt;

	}

	/** Stands for a connection factory: Spring stops it, and it does not work then. */
	static final class Client implements SmartLifecycle {

		private final int phase;

		private final Notes notes;

		private volatile boolean running;

		Client(int phase, Notes notes) {
			this.phase = phase;
			this.notes = notes;
		}

		void use(Object item) {
			if (!this.running) {
				IllegalStateException failure = new IllegalStateException("has been STOPPED");
				this.notes.failures.add(failure);
				throw failure;
			}
			this.notes.handled.add(item);
			this.notes.events.add("handled");
		}

		@Override
		public void start() {
			this.running = true;
			this.notes.events.add(this.phase + " started");
		}

		@Override
		public void stop() {
			this.running = false;
			this.notes.stoppedAt = System.nanoTime();
			this.notes.events.add(this.phase + " stopped");
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

	record ClientHandler(Client client) {

		/** Slow enough that items wait when the context closes. */
		@SafeQueueListener("orders")
		void on(Object item) throws InterruptedException {
			TimeUnit.MILLISECONDS.sleep(20);
			this.client.use(item);
		}

	}

	record Template(Client client) {
	}

	record TemplateHandler(Template template) {

		@SafeQueueListener("orders")
		void on(Object item) throws InterruptedException {
			TimeUnit.MILLISECONDS.sleep(20);
			this.template.client().use(item);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyBeans {

		@Bean
		LazyUser lazyUser(ObjectProvider<First> first, @Lazy Second second, Notes notes) {
			return new LazyUser(first, second, notes);
		}

		@Bean
		First first(Notes notes) {
			return new First(notes);
		}

		@Bean
		Second second(Notes notes) {
			return new Second(notes);
		}

		@Bean
		@Lazy
		Needed needed(Notes notes) {
			return new Needed(notes);
		}

	}

	static class First {

		private final Notes notes;

		First(Notes notes) {
			this.notes = notes;
		}

		void use(Object item) {
			this.notes.handled.add(item);
		}

	}

	static class Second {

		private final Notes notes;

		Second(Notes notes) {
			this.notes = notes;
		}

		void use(Object item) {
			this.notes.handled.add(item);
		}

	}

	static class LazyUser {

		private final ObjectProvider<First> first;

		private final Second second;

		private final Notes notes;

		private final AtomicInteger calls = new AtomicInteger();

		LazyUser(ObjectProvider<First> first, Second second, Notes notes) {
			this.first = first;
			this.second = second;
			this.notes = notes;
		}

		@SafeQueueListener("orders")
		void on(Object item) throws InterruptedException {
			if (this.calls.getAndIncrement() == 0) {
				TimeUnit.MILLISECONDS.sleep(200);
			}
			try {
				this.first.getObject().use(item);
				this.second.use(item);
				this.notes.handled.add(item);
			}
			catch (RuntimeException ex) {
				this.notes.failures.add(ex);
			}
		}

	}

	static class Needed {

		private final Notes notes;

		private volatile boolean destroyed;

		Needed(Notes notes) {
			this.notes = notes;
		}

		void use() {
			if (this.destroyed) {
				this.notes.failures.add(new IllegalStateException("destroyed"));
			}
		}

		@PreDestroy
		void destroy() {
			this.destroyed = true;
		}

	}

	record PublishingHandler(ApplicationEventPublisher events) {

		@SafeQueueListener("orders")
		void on(String item) {
			this.events.publishEvent(new Handled(item));
		}

	}

	record Handled(String item) {
	}

	static class Listening {

		private final Needed needed;

		private final Notes notes;

		private volatile boolean destroyed;

		Listening(Needed needed, Notes notes) {
			this.needed = needed;
			this.notes = notes;
		}

		@EventListener
		void on(Handled event) {
			if (this.destroyed) {
				this.notes.failures.add(new IllegalStateException("destroyed"));
			}
			this.needed.use();
			this.notes.handled.add(event);
		}

		@PreDestroy
		void destroy() {
			this.destroyed = true;
		}

	}

	record LateProducer(SafeQueue<String> orders) {

		@PreDestroy
		void destroy() {
			for (int i = 0; i < ITEMS; i++) {
				this.orders.offer("late");
			}
		}

	}

	/** Stopped after the client, and submits. */
	static final class LastStopped implements SmartLifecycle {

		private final SafeQueue<Object> orders;

		private final Notes notes;

		private volatile boolean running;

		LastStopped(SafeQueue<Object> orders, Notes notes) {
			this.orders = orders;
			this.notes = notes;
		}

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
			this.notes.lateState = this.orders.state();
			this.orders.offer("late");
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return -1;
		}

	}

	record Ping(SafeQueue<Object> pongs, Client client) {

		@SafeQueueListener("pings")
		void on(Object left) {
			this.client.use(left);
			if ((Integer) left > 0) {
				this.pongs.offer((Integer) left - 1);
			}
		}

	}

	record Pong(SafeQueue<Object> pings) {

		@SafeQueueListener("pongs")
		void on(Object left) {
			if ((Integer) left > 0) {
				this.pings.offer((Integer) left - 1);
			}
		}

	}

	static final class StuckHandler {

		private final CountDownLatch never;

		StuckHandler(CountDownLatch never) {
			this.never = never;
		}

		@SafeQueueListener(queues = "orders", dependsOn = "client")
		void on(Object item) throws InterruptedException {
			this.never.await();
		}

	}

	static final class FailingHandler {

		@SafeQueueListener(queues = "orders", key = "${test.key}", dependsOn = "client")
		void on(Order order) {
			if (order.what().equals("fail")) {
				throw new IllegalStateException("not yet");
			}
		}

	}

	record ClosingHandler(Client client) {

		@SafeQueueListener("orders")
		void on(Object item) {
			if (item instanceof Runnable runnable) {
				runnable.run();
			}
			else {
				this.client.use(item);
			}
		}

	}

	/** Each task adds another one. */
	record TaskSubmitter(SafeQueue<Runnable> tasks, Client client) {

		void submit() {
			for (int i = 0; i < ITEMS; i++) {
				this.tasks.offer(() -> {
					pause();
					this.client.use("task");
					this.tasks.offer(() -> this.client.use("added"));
				});
			}
		}

	}

	private static void pause() {
		try {
			TimeUnit.MILLISECONDS.sleep(20);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	static final class ExecutorUser {

		private final AsyncTaskExecutor executor;

		private final Client client;

		ExecutorUser(@Qualifier("safeQueueTaskExecutor") AsyncTaskExecutor executor, Client client) {
			this.executor = executor;
			this.client = client;
		}

		void submit() {
			for (int i = 0; i < ITEMS; i++) {
				this.executor.execute(() -> {
					pause();
					this.client.use("task");
				});
			}
		}

	}

	/** Submits faster than items are handled, until the queue refuses for good. */
	static final class Flood {

		private final SafeQueue<Object> orders;

		Flood(SafeQueue<Object> orders) {
			this.orders = orders;
		}

		void begin() {
			Thread thread = new Thread(() -> {
				while (this.orders.state() != SafeQueueState.CLOSED) {
					this.orders.offer("flood");
					LockSupport.parkNanos(1_000_000);
				}
			});
			thread.start();
		}

	}

	static final class AllFail {

		@SafeQueueListener("orders")
		void on(String item) {
			if (!item.isEmpty()) {
				throw new IllegalStateException("always");
			}
		}

	}

	record LetterHandler(Client client) {

		@SafeQueueListener("letters")
		void on(DeadLetter<?> letter) {
			this.client.use(letter.item());
		}

	}

}
