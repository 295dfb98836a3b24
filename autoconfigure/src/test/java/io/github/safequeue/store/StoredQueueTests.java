/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import io.github.safequeue.DeadLetter;
import io.github.safequeue.DurableQueue;
import io.github.safequeue.RejectedWorkException;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.StoredQueueDiagnostics;
import io.github.safequeue.UndeliveredWork;
import io.github.safequeue.UndeliveredWorkException;
import io.github.safequeue.UndeliveredWorkHandler;
import io.github.safequeue.WorkContext;
import io.github.safequeue.WorkerSnapshot;
import io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration;
import io.github.safequeue.autoconfigure.SafeQueueStoreAutoConfiguration;
import io.github.safequeue.testing.StoredOrders.Batches;
import io.github.safequeue.testing.StoredOrders.Order;
import io.github.safequeue.testing.StoredOrders.Recording;
import io.github.safequeue.testing.StoredOrders.Slow;

import static io.github.safequeue.testing.StoredOrders.figures;
import static io.github.safequeue.testing.StoredOrders.queue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Tests of the two sides of a queue with a store.
 */
class StoredQueueTests {

	private final MemoryStore store = new MemoryStore();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SafeQueueAutoConfiguration.class,
				SafeQueueStoreAutoConfiguration.class, JacksonAutoConfiguration.class))
		.withBean(StoreProvider.class, () -> this.store)
		.withPropertyValues("safequeue.queues.orders.store=memory", "safequeue.shutdown.drain-timeout=30s");

	@Test
	void itemsGoThroughTheStore() {
		this.runner.withUserConfiguration(Recording.class).run((context) -> {
			DurableQueue<Order> queue = queue(context);
			assertThat(queue.offer(new Order(1, "offered"))).isTrue();
			queue.send(new Order(2, "sent")).get(20, TimeUnit.SECONDS);
			queue.enqueue(new Order(3, "enqueued"));
			Recording recording = context.getBean(Recording.class);
			await().untilAsserted(
					() -> assertThat(recording.orders).extracting(Order::number).containsExactlyInAnyOrder(1, 2, 3));
			await().untilAsserted(() -> assertThat(figures(queue).handled()).isEqualTo(3));
			assertThat(queue.snapshot().handled()).isEqualTo(2);
			assertThat(this.store.shelf("orders").size()).isZero();
			assertThat(recording.contexts).allSatisfy((call) -> assertThat(call.deliveryCount()).isOne());
			assertThat(recording.contexts).extracting(WorkContext::id).doesNotContainNull().doesNotHaveDuplicates();
		});
	}

	@Test
	void submitNamesSendAndCountsNothing() {
		this.runner.withUserConfiguration(Recording.class).run((context) -> {
			DurableQueue<Order> queue = queue(context);
			assertThatThrownBy(() -> queue.submit(new Order(1, "")).get())
				.hasCauseInstanceOf(UnsupportedOperationException.class)
				.hasMessageContaining("send(");
			assertThat(queue.snapshot().accepted()).isZero();
		});
	}

	@Test
	void failedAttemptsComeAgainAndThenDie() {
		this.runner.withUserConfiguration(Recording.class)
			.withPropertyValues("safequeue.queues.orders.retry.max-retries=2",
					"safequeue.queues.orders.retry.delay=1ms")
			.run((context) -> {
				DurableQueue<Order> queue = queue(context);
				queue.enqueue(new Order(1, "fails"));
				Recording recording = context.getBean(Recording.class);
				await().untilAsserted(() -> assertThat(recording.letters).hasSize(1));
				assertThat(recording.contexts).extracting(WorkContext::attempt).containsExactly(1, 2, 3);
				assertThat(recording.contexts).extracting(WorkContext::deliveryCount).containsExactly(1, 2, 3);
				assertThat(recording.contexts.stream().map(WorkContext::id).distinct()).hasSize(1);
				assertThat(recording.letters.get(0).attempts()).isEqualTo(3);
				await().untilAsserted(() -> assertThat(figures(queue).failed()).isOne());
				assertThat(figures(queue).accepted()).isEqualTo(3);
				assertThat(figures(queue).undelivered()).isEqualTo(2);
				assertThat(this.store.shelf("orders").deadPayloads()).hasSize(1);
				StoredQueueDiagnostics diagnostics = (StoredQueueDiagnostics) queue;
				recording.failing = false;
				assertThat(diagnostics.requeue(diagnostics.deadLetters(1).get(0).id())).isTrue();
				await().untilAsserted(() -> assertThat(recording.orders).hasSize(1));
			});
	}

	@Test
	void itemsBeforeTheFailedOneComeAgainTogether() {
		this.runner.withUserConfiguration(Batches.class)
			.withPropertyValues("safequeue.queues.orders.retry.max-retries=1",
					"safequeue.queues.orders.retry.delay=1ms", "safequeue.queues.orders.auto-startup=false")
			.run((context) -> {
				DurableQueue<Order> queue = queue(context);
				for (int i = 0; i < 5; i++) {
					queue.enqueue(new Order(i, ""));
				}
				queue.resume();
				Batches batches = context.getBean(Batches.class);
				await().untilAsserted(() -> assertThat(batches.settled).hasSize(5));
				assertThat(batches.calls).startsWith(List.of(0, 1, 2, 3, 4), List.of(0, 1))
					.hasSize(4)
					.contains(List.of(2), List.of(3, 4));
				await().untilAsserted(() -> assertThat(figures(queue).handled()).isEqualTo(5));
			});
	}

	@Test
	void offerGoesOnWhileTheStoreIsDown() {
		this.runner.withUserConfiguration(Recording.class)
			.withPropertyValues("safequeue.queues.orders.capacity=2")
			.run((context) -> {
				DurableQueue<Order> queue = queue(context);
				this.store.up = false;
				CompletableFuture<Void> first = queue.send(new Order(1, ""));
				await().untilAsserted(
						() -> assertThat(((StoredQueueDiagnostics) queue).availability().available()).isFalse());
				assertThat(queue.offer(new Order(2, ""))).isTrue();
				assertThat(queue.offer(new Order(3, ""))).isTrue();
				assertThat(queue.offer(new Order(4, ""))).isFalse();
				assertThat(queue.send(new Order(5, ""))).isCompletedExceptionally();
				assertThatThrownBy(() -> queue.enqueue(new Order(6, ""))).hasMessage("down");
				assertThat(first).isNotDone();
				this.store.up = true;
				Recording recording = context.getBean(Recording.class);
				await().untilAsserted(() -> assertThat(recording.orders).extracting(Order::number)
					.containsExactlyInAnyOrder(1, 2, 3));
				assertThat(((StoredQueueDiagnostics) queue).availability().available()).isTrue();
			});
	}

	@Test
	void refusedItemFailsAloneAndIsADeadLetter() {
		this.runner.withUserConfiguration(Recording.class).run((context) -> {
			DurableQueue<Order> queue = queue(context);
			CountDownLatch writing = new CountDownLatch(1);
			this.store.writing = writing;
			CompletableFuture<Void> warmUp = queue.send(new Order(0, ""));
			CompletableFuture<Void> before = queue.send(new Order(1, ""));
			CompletableFuture<Void> refused = queue.send(new Order(2, "refused"));
			CompletableFuture<Void> after = queue.send(new Order(3, ""));
			writing.countDown();
			warmUp.get(20, TimeUnit.SECONDS);
			before.get(20, TimeUnit.SECONDS);
			after.get(20, TimeUnit.SECONDS);
			assertThatThrownBy(() -> refused.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(RefusedItemException.class);
			Recording recording = context.getBean(Recording.class);
			assertThat(recording.letters).<Object>extracting(DeadLetter::item).containsExactly(new Order(2, "refused"));
			await()
				.untilAsserted(() -> assertThat(recording.orders).extracting(Order::number).containsExactly(0, 1, 3));
		});
	}

	@Test
	void closingLeavesInTheStoreWhatItHas() {
		AtomicReference<@Nullable DurableQueue<Order>> closed = new AtomicReference<>();
		this.runner.withUserConfiguration(Recording.class)
			.withPropertyValues("safequeue.queues.orders.auto-startup=false")
			.run((context) -> {
				DurableQueue<Order> queue = queue(context);
				closed.set(queue);
				queue.enqueue(new Order(1, ""));
				assertThat(queue.offer(new Order(2, ""))).isTrue();
			});
		assertThat(this.store.shelf("orders").size()).isEqualTo(2);
		DurableQueue<Order> queue = closed.get();
		assertThat(queue).isNotNull();
		assertThat(queue.state()).isEqualTo(SafeQueueState.CLOSED);
		assertThatThrownBy(() -> queue.enqueue(new Order(3, ""))).isInstanceOf(RejectedWorkException.class);
	}

	@Test
	void whatTheStoreDidNotTakeIsReported() {
		List<UndeliveredWork> reports = new CopyOnWriteArrayList<>();
		AtomicReference<@Nullable CompletableFuture<Void>> sent = new AtomicReference<>();
		this.runner.withUserConfiguration(Recording.class)
			.withBean(UndeliveredWorkHandler.class, () -> reports::add)
			.withPropertyValues("safequeue.shutdown.drain-timeout=200ms")
			.run((context) -> {
				DurableQueue<Order> queue = queue(context);
				this.store.up = false;
				sent.set(queue.send(new Order(1, "")));
				assertThat(queue.offer(new Order(2, ""))).isTrue();
			});
		await().untilAsserted(() -> assertThat(reports.stream().<Object>flatMap((work) -> work.items().stream()))
			.containsExactlyInAnyOrder(new Order(1, ""), new Order(2, "")));
		assertThat(reports).extracting(UndeliveredWork::reason).containsOnly(UndeliveredWork.Reason.NOT_STORED);
		CompletableFuture<Void> future = sent.get();
		assertThat(future).isNotNull();
		assertThatThrownBy(() -> future.get(20, TimeUnit.SECONDS)).cause()
			.isInstanceOfSatisfying(UndeliveredWorkException.class,
					(failure) -> assertThat(failure.reason()).isEqualTo(UndeliveredWork.Reason.NOT_STORED));
	}

	@Test
	void interruptedHandlerGivesItsItemBack() {
		this.runner.withUserConfiguration(Waiting.class)
			.withPropertyValues("safequeue.shutdown.drain-timeout=300ms")
			.run((context) -> {
				DurableQueue<Order> queue = queue(context);
				queue.enqueue(new Order(1, ""));
				queue.enqueue(new Order(2, ""));
				assertThat(context.getBean(Waiting.class).begun.await(20, TimeUnit.SECONDS)).isTrue();
			});
		await().untilAsserted(() -> assertThat(this.store.shelf("orders").size()).isEqualTo(2));
		assertThat(this.store.shelf("orders").deadPayloads()).isEmpty();
	}

	@Test
	void pauseHoldsTheIncomingSideOnly() {
		this.runner.withUserConfiguration(Recording.class).run((context) -> {
			DurableQueue<Order> queue = queue(context);
			queue.pause();
			queue.send(new Order(1, "")).get(20, TimeUnit.SECONDS);
			assertThat(figures(queue).state()).isEqualTo(SafeQueueState.PAUSED);
			assertThat(queue.state()).isEqualTo(SafeQueueState.RUNNING);
			assertThat(this.store.shelf("orders").size()).isOne();
			queue.resume();
			await().untilAsserted(() -> assertThat(this.store.shelf("orders").size()).isZero());
		});
	}

	@Test
	void unknownOutcomeCountsAsNeither() {
		this.runner.withUserConfiguration(Recording.class).run((context) -> {
			DurableQueue<Order> queue = queue(context);
			this.store.commitBreaks = true;
			queue.enqueue(new Order(1, ""));
			await().untilAsserted(() -> assertThat(figures(queue).undelivered()).isPositive());
			assertThat(figures(queue).handled()).isZero();
			assertThat(figures(queue).failed()).isZero();
			this.store.commitBreaks = false;
			await().untilAsserted(() -> assertThat(figures(queue).handled()).isOne());
		});
	}

	@Test
	void unreadableItemIsPutBack() {
		this.runner.withUserConfiguration(Recording.class).run((context) -> {
			DurableQueue<Order> queue = queue(context);
			this.store.shelf("orders").add("no JSON");
			queue.enqueue(new Order(1, ""));
			Recording recording = context.getBean(Recording.class);
			await().untilAsserted(() -> assertThat(recording.orders).hasSize(1));
			await().untilAsserted(() -> assertThat(this.store.shelf("orders").size()).isOne());
			assertThat(recording.letters).isEmpty();
		});
	}

	@Test
	void queueWithoutHandlerOnlySubmits() {
		this.runner.withPropertyValues("safequeue.queues.orders.item-type=" + Order.class.getName()).run((context) -> {
			DurableQueue<Order> queue = queue(context);
			queue.send(new Order(1, "")).get(20, TimeUnit.SECONDS);
			assertThat(((StoredQueueDiagnostics) queue).incoming()).isNull();
			assertThat(this.store.shelf("orders").size()).isOne();
		});
	}

	@Test
	void unknownStoreFailsTheStart() {
		this.runner.withUserConfiguration(Recording.class)
			.withPropertyValues("safequeue.queues.orders.store=tape")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessageContaining("'orders'")
				.hasMessageContaining("tape")
				.hasMessageContaining("memory"));
	}

	@Test
	void tasksCannotBeStored() {
		this.runner
			.withPropertyValues("safequeue.queues.safeQueue.store=memory",
					"safequeue.queues.orders.item-type=" + Order.class.getName())
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasStackTraceContaining("safeQueue")
				.hasStackTraceContaining("code cannot be written to a store"));
	}

	@Test
	void deadLettersGoToAQueueOfTheSameStore() {
		this.runner.withUserConfiguration(Recording.class)
			.withPropertyValues("safequeue.queues.orders.dead-letter-queue=failures",
					"safequeue.queues.failures.item-type=" + Order.class.getName(),
					"safequeue.queues.failures.store=memory")
			.run((context) -> {
				queue(context).enqueue(new Order(1, "fails"));
				await().untilAsserted(() -> assertThat(this.store.shelf("failures").size()).isOne());
				assertThat(this.store.shelf("orders").size()).isZero();
			});
		this.runner.withUserConfiguration(Recording.class)
			.withPropertyValues("safequeue.queues.orders.dead-letter-queue=safeQueue")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasMessageContaining("has the store 'memory', but its dead-letter queue 'safeQueue' has not"));
	}

	@Test
	void handlerTimeoutIsAFailedAttempt() {
		this.runner.withUserConfiguration(Waiting.class)
			.withPropertyValues("safequeue.queues.orders.handler-timeout=100ms")
			.run((context) -> {
				DurableQueue<Order> queue = queue(context);
				queue.enqueue(new Order(1, ""));
				await().untilAsserted(() -> assertThat(figures(queue).failed()).isOne());
			});
	}

	@Test
	void workersNameTheItemThatTheyHandle() {
		this.runner.withUserConfiguration(Waiting.class)
			.withPropertyValues("safequeue.shutdown.drain-timeout=100ms")
			.run((context) -> {
				DurableQueue<Order> queue = queue(context);
				StoredQueueDiagnostics diagnostics = (StoredQueueDiagnostics) queue;
				assertThat(diagnostics.workers()).extracting(WorkerSnapshot::handling).containsOnlyNulls();
				queue.enqueue(new Order(1, ""));
				assertThat(context.getBean(Waiting.class).begun.await(20, TimeUnit.SECONDS)).isTrue();
				assertThat(diagnostics.workers()).extracting(WorkerSnapshot::handling)
					.allMatch((item) -> item != null && item.startsWith(Order.class.getName() + "@"));
				assertThat(figures(queue).inFlight()).isOne();
			});
	}

	@Test
	void virtualThreadsHandleItemsOfAStore() {
		this.runner.withUserConfiguration(Recording.class)
			.withPropertyValues("safequeue.queues.orders.virtual-threads=true", "safequeue.queues.orders.concurrency=3")
			.run((context) -> {
				DurableQueue<Order> queue = queue(context);
				for (int i = 0; i < 20; i++) {
					queue.enqueue(new Order(i, ""));
				}
				await().untilAsserted(() -> assertThat(context.getBean(Recording.class).orders).hasSize(20));
			});
	}

	@Test
	void queueOfATenantIsClosedAndItsItemsStay() {
		this.runner.withUserConfiguration(Recording.class).run((context) -> {
			CountDownLatch handled = new CountDownLatch(1);
			DurableQueue<Order> tenant = context.getBean(SafeQueueBuilder.class)
				.name("tenant")
				.store("memory")
				.itemType(Order.class)
				.handler((Order order) -> handled.countDown())
				.buildDurable();
			tenant.enqueue(new Order(1, ""));
			assertThat(handled.await(20, TimeUnit.SECONDS)).isTrue();
			tenant.pause();
			tenant.send(new Order(2, "")).get(20, TimeUnit.SECONDS);
			assertThat(context.getBean(SafeQueueRegistry.class).close("tenant")).isTrue();
			assertThat(tenant.state()).isEqualTo(SafeQueueState.CLOSED);
			assertThat(this.store.shelf("tenant").size()).isOne();
			await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.noneMatch((name) -> name.startsWith("safequeue-tenant-poll")));
		});
	}

	@Test
	void durableQueueNeedsAStore() {
		this.runner.withUserConfiguration(Recording.class).run((context) -> {
			SafeQueueBuilder builder = context.getBean(SafeQueueBuilder.class)
				.name("tenant")
				.itemType(Order.class)
				.handler((Order order) -> {
				});
			assertThatThrownBy(builder::buildDurable).isInstanceOf(SafeQueueConfigurationException.class)
				.hasMessageContaining("'tenant'")
				.hasMessageContaining("safequeue.queues.tenant.store");
		});
	}

	@Test
	void closingWaitsForWhatIsBeingHandled() {
		this.runner.withUserConfiguration(Slow.class).run((context) -> {
			DurableQueue<Order> queue = queue(context);
			queue.enqueue(new Order(1, ""));
			queue.enqueue(new Order(2, ""));
			assertThat(context.getBean(Slow.class).begun.await(20, TimeUnit.SECONDS)).isTrue();
			context.getBean(Slow.class).ending.countDown();
		});
		// One was being handled, and the other was not taken any more, or was as well.
		assertThat(this.store.shelf("orders").size()).isLessThan(2);
		assertThat(this.store.shelf("orders").deadPayloads()).isEmpty();
	}

	/**
	 * Waits until it is interrupted.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Waiting {

		final CountDownLatch begun = new CountDownLatch(1);

		@SafeQueueListener("orders")
		void on(Order order) throws InterruptedException {
			this.begun.countDown();
			Thread.sleep(Duration.ofMinutes(5).toMillis());
		}

	}

}
