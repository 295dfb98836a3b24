/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import jakarta.annotation.PreDestroy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.autoconfigure.QueueTestRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * Queues that are built at run time and are no beans.
 */
class RuntimeQueueTests {

	private final ApplicationContextRunner runner = QueueTestRunner.create()
		.withPropertyValues("safequeue.shutdown.drain-timeout=20s");

	@ParameterizedTest
	@ValueSource(classes = { ByConstructor.class, ByProvider.class, ByField.class, ByMethod.class })
	void closesBetweenItsOwnerAndWhatThatWasGiven(Class<? extends Owner> owner) {
		for (boolean ownerFirst : List.of(true, false)) {
			ApplicationContextRunner ordered = ownerFirst
					? this.runner.withBean("owner", owner).withBean("client", Client.class)
					: this.runner.withBean("client", Client.class).withBean("owner", owner);
			ordered.run((context) -> closesInOrder(context.getSourceApplicationContext(), "owner"));
		}
	}

	@Test
	void closesBetweenABeanMethodsBeanAndWhatThatWasGiven() {
		this.runner.withUserConfiguration(ByBeanMethod.class)
			.run((context) -> closesInOrder(context.getSourceApplicationContext(), "owner"));
	}

	private static void closesInOrder(ConfigurableApplicationContext context, String name) {
		Owner owner = context.getBean(name, Owner.class);
		owner.open();
		owner.submit("before");
		context.close();
		assertThat(owner.handled).containsExactly("before: running", "destroying: stopped");
		assertThat(owner.queue().offer("late")).isFalse();
	}

	@Test
	void closesBeforeAnySingletonIfItsOwnerIsUnknown() {
		this.runner.withBean(Client.class).run((context) -> {
			Client client = context.getBean(Client.class);
			List<String> handled = new CopyOnWriteArrayList<>();
			SafeQueue<String> queue = context.getBean(SafeQueueBuilder.class)
				.name("acme")
				.<String>handler((item) -> handled.add(item + ": " + client.state()))
				.build();
			// No flush of a context that is paused.
			context.getSourceApplicationContext().stop();
			queue.offer("waiting");
			context.getSourceApplicationContext().close();
			assertThat(handled).containsExactly("waiting: stopped");
			assertThat(queue.state()).isEqualTo(SafeQueueState.CLOSED);
		});
	}

	@Test
	void closesBeforeAnySingletonIfItsOwnerIsAPrototype() {
		this.runner.withBean("client", Client.class).withUserConfiguration(PrototypeOwner.class).run((context) -> {
			Owner owner = context.getBean(Owner.class);
			owner.open();
			context.getSourceApplicationContext().stop();
			owner.submit("waiting");
			context.getSourceApplicationContext().close();
			assertThat(owner.handled).containsExactly("waiting: stopped");
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void flushesBeforeALifecycleBeanStopsThatItsHandlerUses(boolean known) {
		this.runner.withBean(Client.class).withBean("owner", ByProvider.class).run((context) -> {
			Owner owner = context.getBean(Owner.class);
			if (known) {
				owner.open();
			}
			else {
				owner.open(() -> context.getBean(SafeQueueBuilder.class));
			}
			owner.queue().pause();
			owner.submit("waiting");
			context.getSourceApplicationContext().close();
			assertThat(owner.handled).startsWith("waiting: running");
		});
	}

	@Test
	void drainsIfTheRefreshFails() {
		List<String> handled = new CopyOnWriteArrayList<>();
		this.runner.withBean("client", Client.class)
			.withBean("handled", List.class, () -> handled)
			.withBean("owner", EagerOwner.class)
			.withBean("failing", String.class, () -> {
				throw new IllegalStateException("as planned");
			})
			.run((context) -> assertThat(context.getStartupFailure()).hasRootCauseMessage("as planned"));
		assertThat(handled).containsExactly("early: stopped");
	}

	@Test
	void whatItsOwnerBuildsInItsDestructionIsHandled() {
		this.runner.withBean("client", Client.class).withBean("owner", LateOwner.class).run((context) -> {
			LateOwner owner = context.getBean(LateOwner.class);
			context.getSourceApplicationContext().close();
			assertThat(owner.handled).containsExactly("late: stopped");
			assertThat(owner.queue().state()).isEqualTo(SafeQueueState.CLOSED);
		});
	}

	@Test
	void whatIsBuiltAfterTheEndIsClosed() {
		AtomicReference<SafeQueueBuilder> builder = new AtomicReference<>();
		this.runner.run((context) -> builder.set(context.getBean(SafeQueueBuilder.class)));
		SafeQueue<String> queue = builder.get().name("late").<String>handler((item) -> {
		}).build();
		assertThat(queue.state()).isEqualTo(SafeQueueState.CLOSED);
		assertThat(queue.offer("item")).isFalse();
	}

	@Test
	void registryClosesAndForgets() {
		this.runner.withBean(Client.class).withBean("owner", ByProvider.class).run((context) -> {
			SafeQueueRegistry registry = context.getBean(SafeQueueRegistry.class);
			Owner owner = context.getBean(Owner.class);
			owner.open();
			SafeQueue<String> first = owner.queue();
			first.pause();
			owner.submit("waiting");
			assertThat(registry.close("acme")).isTrue();
			assertThat(owner.handled).containsExactly("waiting: running");
			assertThat(first.state()).isEqualTo(SafeQueueState.CLOSED);
			assertThat(registry.find("acme")).isEmpty();
			assertThat(registry.all()).extracting(SafeQueue::name).containsExactly("safeQueue");
			assertThat(registry.close("acme")).isFalse();
			owner.open();
			assertThat(registry.find("acme")).containsSame(owner.queue());
			owner.submit("again");
			QueueTestRunner.settle(owner.queue());
			assertThat(owner.handled).hasSize(2);
		});
	}

	@Test
	void registryClosesNoBeanAndNothingUnknown() {
		this.runner.withBean(Listener.class).withUserConfiguration(LazyQueue.class).run((context) -> {
			SafeQueueRegistry registry = context.getBean(SafeQueueRegistry.class);
			assertThat(registry.close("unknown")).isFalse();
			assertThat(registry.close("listener")).isFalse();
			for (String bean : List.of("orders", "lazy", "safeQueue")) {
				assertThatIllegalArgumentException().isThrownBy(() -> registry.close(bean))
					.withMessageContaining("'" + bean + "'");
			}
			assertThat(registry.find("orders").orElseThrow().state()).isEqualTo(SafeQueueState.RUNNING);
		});
	}

	@Test
	void registryIsNotAskedToCloseByAWorkerOfTheQueue() {
		this.runner.run((context) -> {
			SafeQueueRegistry registry = context.getBean(SafeQueueRegistry.class);
			CompletableFuture<Throwable> thrown = new CompletableFuture<>();
			SafeQueue<String> queue = context.getBean(SafeQueueBuilder.class)
				.name("acme")
				.<String>handler((item) -> thrown.complete(catchThrowable(() -> registry.close("acme"))))
				.build();
			queue.offer("item");
			assertThat(thrown).succeedsWithin(QueueTestRunner.LIMIT)
				.satisfies((ex) -> assertThat(ex).isInstanceOf(IllegalStateException.class)
					.hasMessageContaining("'acme'"));
			assertThat(registry.find("acme")).isPresent();
			assertThat(registry.close("acme")).isTrue();
		});
	}

	@Test
	void theSecondCallerThatClosesIsRefused() {
		this.runner.run((context) -> {
			SafeQueueRegistry registry = context.getBean(SafeQueueRegistry.class);
			CountDownLatch entered = new CountDownLatch(1);
			CountDownLatch release = new CountDownLatch(1);
			SafeQueueBuilder builder = context.getBean(SafeQueueBuilder.class).name("acme").handler((item) -> {
				entered.countDown();
				release.await();
			});
			builder.<String>build().offer("item");
			entered.await();
			CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(() -> registry.close("acme"));
			await().atMost(QueueTestRunner.LIMIT)
				.until(() -> registry.find("acme").orElseThrow().state() == SafeQueueState.DRAINING);
			assertThat(registry.close("acme")).isFalse();
			assertThatIllegalStateException().isThrownBy(builder::build).withMessageContaining("'acme'");
			release.countDown();
			assertThat(first).succeedsWithin(QueueTestRunner.LIMIT).isEqualTo(true);
			assertThat(builder.<String>build().offer("item")).isTrue();
		});
	}

	@Test
	void registryWaitsForTheDrainTimeoutAtMost() {
		this.runner.withPropertyValues("safequeue.shutdown.drain-timeout=200ms").run((context) -> {
			SafeQueueRegistry registry = context.getBean(SafeQueueRegistry.class);
			CountDownLatch entered = new CountDownLatch(1);
			SafeQueue<String> queue = context.getBean(SafeQueueBuilder.class).name("acme").<String>handler((item) -> {
				entered.countDown();
				new CountDownLatch(1).await();
			}).build();
			queue.offer("one");
			queue.offer("two");
			entered.await();
			long start = System.nanoTime();
			assertThat(registry.close("acme")).isTrue();
			assertThat(System.nanoTime() - start).isBetween(200_000_000L, 2_200_000_000L);
			assertThat(queue.snapshot().undelivered()).isEqualTo(1);
			// What others need is still there.
			SafeQueue<Runnable> tasks = QueueTestRunner.queue(context, "safeQueue");
			assertThat(tasks.submit(() -> {
			})).succeedsWithin(QueueTestRunner.LIMIT);
		});
	}

	@Test
	void itsOwnCloseForgetsItAsWell() {
		this.runner.run((context) -> {
			SafeQueueRegistry registry = context.getBean(SafeQueueRegistry.class);
			SafeQueueBuilder builder = context.getBean(SafeQueueBuilder.class).name("acme").handler((item) -> {
			});
			for (int i = 0; i < 3; i++) {
				try (CloseableSafeQueue<String> queue = builder.build()) {
					assertThat(queue.offer("item")).isTrue();
					assertThat(registry.find("acme")).containsSame(queue);
				}
				assertThat(registry.find("acme")).isEmpty();
			}
		});
	}

	@Test
	void closingAQueueBeanWhileTheApplicationRunsDestroysNoBean() {
		this.runner.withBean(Listener.class).withBean(Producer.class).run((context) -> {
			Producer producer = context.getBean(Producer.class);
			((CloseableSafeQueue<?>) context.getBean("orders")).close();
			assertThat(producer.destroyed).isFalse();
			SafeQueueRegistry registry = context.getBean(SafeQueueRegistry.class);
			assertThat(registry.find("orders").orElseThrow().state()).isEqualTo(SafeQueueState.CLOSED);
			assertThat(registry.find("safeQueue").orElseThrow().state()).isEqualTo(SafeQueueState.RUNNING);
		});
	}

	@Test
	void itsDeadLetterQueueMustExist() {
		this.runner.withBean(Listener.class).run((context) -> {
			SafeQueueBuilder builder = context.getBean(SafeQueueBuilder.class).name("acme").handler((item) -> {
			});
			assertThatExceptionOfType(SafeQueueConfigurationException.class)
				.isThrownBy(() -> builder.deadLetterQueue("unknown").build())
				.withMessageContainingAll("'acme'", "'unknown'");
			assertThat(context.getBean(SafeQueueRegistry.class).find("acme")).isEmpty();
			assertThat(builder.deadLetterQueue("orders").<String>build().offer("item")).isTrue();
		});
	}

	@Test
	void manyQueuesOfOneOwnerCloseTogether() {
		this.runner.withBean(Client.class).withBean("owner", ByProvider.class).run((context) -> {
			Owner owner = context.getBean(Owner.class);
			for (int i = 0; i < 200; i++) {
				owner.open("tenant-" + i).offer("item");
			}
			context.getSourceApplicationContext().close();
			assertThat(owner.handled).hasSize(200).containsOnly("item: running");
		});
	}

	/** What handlers use: a lifecycle bean that is stopped and destroyed. */
	static class Client implements SmartLifecycle {

		private volatile boolean running;

		private volatile boolean destroyed;

		String state() {
			return this.destroyed ? "destroyed" : (this.running ? "running" : "stopped");
		}

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@PreDestroy
		void destroy() {
			this.destroyed = true;
		}

	}

	abstract static class Owner {

		final List<String> handled = new CopyOnWriteArrayList<>();

		private final AtomicReference<SafeQueue<String>> queue = new AtomicReference<>();

		@Autowired
		private Client client;

		abstract SafeQueueBuilder builder();

		void open() {
			this.queue.set(open("acme"));
		}

		void open(Supplier<SafeQueueBuilder> builders) {
			this.queue.set(open("acme", builders.get()));
		}

		SafeQueue<String> open(String name) {
			return open(name, builder());
		}

		private SafeQueue<String> open(String name, SafeQueueBuilder builder) {
			return builder.name(name).<String>handler((item) -> this.handled.add(item + ": " + state())).build();
		}

		private String state() {
			return this.client.state();
		}

		SafeQueue<String> queue() {
			return this.queue.get();
		}

		void submit(String item) {
			this.queue.get().offer(item);
		}

		@PreDestroy
		void destroy() {
			SafeQueue<String> queue = this.queue.get();
			if (queue != null) {
				queue.offer("destroying");
			}
		}

	}

	static class ByConstructor extends Owner {

		private final SafeQueueBuilder builder;

		ByConstructor(SafeQueueBuilder builder) {
			this.builder = builder;
		}

		@Override
		SafeQueueBuilder builder() {
			return this.builder;
		}

	}

	static class ByProvider extends Owner {

		private final ObjectProvider<SafeQueueBuilder> builders;

		ByProvider(ObjectProvider<SafeQueueBuilder> builders) {
			this.builders = builders;
		}

		@Override
		SafeQueueBuilder builder() {
			return this.builders.getObject();
		}

	}

	static class ByField extends Owner {

		@Autowired
		private SafeQueueBuilder builder;

		@Override
		SafeQueueBuilder builder() {
			return this.builder;
		}

	}

	static class ByMethod extends Owner {

		private SafeQueueBuilder builder;

		@Autowired
		void setBuilder(SafeQueueBuilder builder) {
			this.builder = builder;
		}

		@Override
		SafeQueueBuilder builder() {
			return this.builder;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ByBeanMethod {

		@Bean
		Owner owner(SafeQueueBuilder builder) {
			return new ByConstructor(builder);
		}

		@Bean
		Client client() {
			return new Client();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrototypeOwner {

		@Bean
		@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
		Owner owner(SafeQueueBuilder builder) {
			return new ByConstructor(builder);
		}

	}

	static class EagerOwner {

		EagerOwner(SafeQueueBuilder builder, Client client, @Qualifier("handled") List<String> handled) {
			builder.name("acme")
				.<String>handler((item) -> handled.add(item + ": " + client.state()))
				.<String>build()
				.offer("early");
		}

	}

	static class LateOwner extends ByConstructor {

		LateOwner(SafeQueueBuilder builder) {
			super(builder);
		}

		@Override
		void destroy() {
			open();
			submit("late");
		}

	}

	static class Listener {

		@SafeQueueListener("orders")
		void on(String item) {
		}

	}

	static class Producer {

		private boolean destroyed;

		Producer(SafeQueue<String> orders) {
		}

		@PreDestroy
		void destroy() {
			this.destroyed = true;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyQueue {

		@Bean
		@Lazy
		SafeQueue<Integer> lazy(SafeQueueBuilder builder) {
			return builder.name("lazy").handler((item) -> {
			}).build();
		}

	}

}
