/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.safequeue.DurableQueue;
import io.github.safequeue.StoredQueueDiagnostics;
import io.github.safequeue.WorkContext;
import io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration;
import io.github.safequeue.autoconfigure.SafeQueueStoreAutoConfiguration;
import io.github.safequeue.testing.StoredOrders.Batches;
import io.github.safequeue.testing.StoredOrders.Order;
import io.github.safequeue.testing.StoredOrders.Recording;
import io.github.safequeue.testing.StoredOrders.Slow;

import static io.github.safequeue.testing.StoredOrders.figures;
import static io.github.safequeue.testing.StoredOrders.queue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of the incoming side of a queue whose store delivers by itself.
 */
class BrokeredQueueTests {

	private final MemoryBroker broker = new MemoryBroker();

	private final MemoryBroker.Topic topic = this.broker.topic("orders");

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SafeQueueAutoConfiguration.class,
				SafeQueueStoreAutoConfiguration.class, JacksonAutoConfiguration.class))
		.withBean(StoreProvider.class, () -> this.broker)
		.withPropertyValues("safequeue.queues.orders.store=broker", "safequeue.queues.orders.retry.delay=1ms",
				"safequeue.shutdown.drain-timeout=30s");

	private static String order(int number, String text) {
		return "{\"number\":%d,\"text\":\"%s\"}".formatted(number, text);
	}

	@Test
	void itemsAreAcknowledgedOnceHandled() {
		this.runner.withUserConfiguration(Recording.class).run((context) -> {
			DurableQueue<Order> queue = queue(context);
			queue.offer(new Order(1, "offered"));
			queue.send(new Order(2, "sent")).get(20, TimeUnit.SECONDS);
			queue.enqueue(new Order(3, "enqueued"));
			Recording recording = context.getBean(Recording.class);
			await().untilAsserted(() -> assertThat(recording.orders).hasSize(3));
			await().untilAsserted(() -> assertThat(figures(queue).handled()).isEqualTo(3));
			assertThat(this.topic.unacknowledged()).isEmpty();
			assertThat(this.topic.calls()).isZero();
			assertThat(recording.contexts).extracting(WorkContext::id).doesNotContainNull().doesNotHaveDuplicates();
		});
	}

	@Test
	void deadLettersAreConfirmedBeforeTheAcknowledgement() {
		this.broker.confirming = false;
		this.runner.withUserConfiguration(Recording.class)
			.withPropertyValues("safequeue.queues.orders.retry.max-retries=2")
			.run((context) -> {
				DurableQueue<Order> queue = queue(context);
				queue.enqueue(new Order(1, "fails"));
				Recording recording = context.getBean(Recording.class);
				await().untilAsserted(
						() -> assertThat(((StoredQueueDiagnostics) queue).availability().available()).isFalse());
				assertThat(this.topic.unacknowledged()).hasSize(1);
				this.broker.confirming = true;
				await().untilAsserted(() -> assertThat(recording.letters).hasSize(1));
				assertThat(this.topic.unacknowledged()).isEmpty();
				assertThat(this.topic.causes()).containsExactly("IllegalStateException 3");
				assertThat(recording.contexts).extracting(WorkContext::attempt).containsExactly(1, 2, 3);
				assertThat(recording.letters.get(0).attempts()).isEqualTo(3);
				await().untilAsserted(() -> assertThat(figures(queue).failed()).isOne());
				assertThat(figures(queue).accepted()).isOne();
				assertThat(figures(queue).retried()).isEqualTo(2);
			});
	}

	@Test
	void deadLettersGoOnToAnotherQueue() {
		this.runner.withUserConfiguration(Recording.class)
			.withPropertyValues("safequeue.queues.orders.dead-letter-queue=failures",
					"safequeue.queues.failures.item-type=" + Order.class.getName(),
					"safequeue.queues.failures.store=broker")
			.run((context) -> {
				queue(context).enqueue(new Order(1, "fails"));
				await().untilAsserted(
						() -> assertThat(this.broker.topic("failures").waiting()).containsExactly(order(1, "fails")));
				await().untilAsserted(() -> assertThat(this.topic.unacknowledged()).isEmpty());
				assertThat(this.topic.dead()).isEmpty();
			});
	}

	@Test
	void batchGoesOnAfterTheItemThatFailed() {
		for (int i = 0; i < 5; i++) {
			this.topic.add(null, order(i, ""));
		}
		this.runner.withUserConfiguration(Batches.class)
			.withPropertyValues("safequeue.queues.orders.retry.max-retries=1",
					"safequeue.queues.orders.auto-startup=false")
			.run((context) -> {
				Batches batches = context.getBean(Batches.class);
				// All items are delivered by now, so that they are one batch.
				queue(context).resume();
				await().untilAsserted(() -> assertThat(batches.calls).containsExactly(List.of(0, 1, 2, 3, 4),
						List.of(2), List.of(3, 4)));
				await().untilAsserted(() -> assertThat(figures(queue(context)).handled()).isEqualTo(5));
				assertThat(this.topic.unacknowledged()).isEmpty();
			});
	}

	@Test
	void batchGoesOnAfterADeadLetter() {
		for (int i = 0; i < 5; i++) {
			this.topic.add(null, order(i, ""));
		}
		this.runner.withUserConfiguration(Batches.class)
			.withPropertyValues("safequeue.queues.orders.auto-startup=false")
			.run((context) -> {
				Batches batches = context.getBean(Batches.class);
				queue(context).resume();
				await().untilAsserted(
						() -> assertThat(batches.calls).containsExactly(List.of(0, 1, 2, 3, 4), List.of(3, 4)));
				await().untilAsserted(() -> assertThat(this.topic.unacknowledged()).isEmpty());
				assertThat(this.topic.dead()).containsExactly(order(2, ""));
				await().untilAsserted(() -> assertThat(figures(queue(context)).failed()).isOne());
			});
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 2, 4 })
	void batchGoesOnAroundAnUnreadableItem(int position) {
		this.broker.maxDeliveries = 1;
		for (int i = 0; i < 5; i++) {
			this.topic.add(null, (i == position) ? "unreadable" : order(10 + i, ""));
		}
		this.runner.withUserConfiguration(Batches.class).run((context) -> {
			await().untilAsserted(() -> assertThat(this.topic.unacknowledged()).isEmpty());
			assertThat(this.topic.dead()).containsExactly("unreadable");
			assertThat(this.topic.causes()).containsExactly("LostDeliveriesException 0");
			assertThat(context.getBean(Batches.class).calls.stream().flatMap(List::stream)).hasSize(4);
			await().untilAsserted(() -> assertThat(figures(queue(context)).handled()).isEqualTo(4));
			assertThat(figures(queue(context)).accepted()).isEqualTo(4);
		});
	}

	@Test
	void unreadableItemsWaitAndHoldTheirSequence() {
		this.broker.ordered = true;
		this.topic.add("a", "unreadable");
		this.topic.add("a", order(1, ""));
		this.topic.add("b", order(2, ""));
		this.runner.withUserConfiguration(Recording.class).run((context) -> {
			Recording recording = context.getBean(Recording.class);
			await().untilAsserted(() -> assertThat(recording.orders).extracting(Order::number).containsExactly(2));
			assertThat(this.topic.unacknowledged()).containsExactly("unreadable", order(1, ""));
		});
		assertThat(this.topic.waiting()).containsExactlyInAnyOrder("unreadable", order(1, ""));
	}

	@Test
	void unreadableItemIsGivenBackAfterItsWait() {
		this.topic.add("a", "unreadable");
		this.runner.withUserConfiguration(Recording.class).run((context) -> {
			await().atMost(Duration.ofSeconds(60))
				.untilAsserted(() -> assertThat(this.topic.waiting()).containsExactly("unreadable"));
			assertThat(this.topic.unacknowledged()).isEmpty();
		});
	}

	@Test
	void unreadableItemIsTriedAgainWhereNobodyElseGetsIt() {
		this.broker.ordered = true;
		this.broker.maxDeliveries = 3;
		this.topic.add("a", "unreadable");
		this.topic.add("a", order(1, ""));
		this.runner.withUserConfiguration(Recording.class).run((context) -> {
			Recording recording = context.getBean(Recording.class);
			await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(recording.orders).hasSize(1));
			assertThat(this.topic.dead()).containsExactly("unreadable");
		});
	}

	@Test
	void whatTheBrokerTookBackIsNotHandled() {
		this.topic.add(null, order(1, ""));
		this.topic.add(null, order(2, ""));
		this.topic.takeBack(order(1, ""));
		this.runner.withUserConfiguration(Recording.class).run((context) -> {
			Recording recording = context.getBean(Recording.class);
			await().untilAsserted(() -> assertThat(recording.orders).extracting(Order::number).containsExactly(2));
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void closingFinishesWhatRuns(boolean uncounted) {
		this.broker.releaseUncounted = uncounted;
		this.topic.add(null, order(1, ""));
		this.topic.add(null, order(2, ""));
		this.runner.withUserConfiguration(Slow.class).run((context) -> {
			Slow slow = context.getBean(Slow.class);
			assertThat(slow.begun.await(20, TimeUnit.SECONDS)).isTrue();
			Thread ending = new Thread(() -> {
				await().until(() -> this.topic.receiver == null);
				slow.ending.countDown();
			});
			ending.start();
		});
		assertThat(this.topic.unacknowledged()).isEmpty();
		assertThat(this.topic.waiting()).hasSize(uncounted ? 1 : 0);
	}

	@Test
	void interruptedCallsGoBackToTheBroker() {
		this.topic.add(null, order(1, ""));
		this.runner.withUserConfiguration(Slow.class)
			.withPropertyValues("safequeue.shutdown.drain-timeout=100ms")
			.run((context) -> assertThat(context.getBean(Slow.class).begun.await(20, TimeUnit.SECONDS)).isTrue());
		await().untilAsserted(() -> assertThat(this.topic.waiting()).containsExactly(order(1, "")));
		assertThat(this.topic.dead()).isEmpty();
	}

	@Test
	void waitingRetriesGoBackToTheBroker() {
		this.topic.add(null, order(1, "fails"));
		this.runner.withUserConfiguration(Recording.class)
			.withPropertyValues("safequeue.queues.orders.retry.max-retries=2", "safequeue.queues.orders.retry.delay=1h",
					"safequeue.queues.orders.retry.max-delay=1h", "safequeue.shutdown.drain-timeout=100ms")
			.run((context) -> await()
				.untilAsserted(() -> assertThat(context.getBean(Recording.class).contexts).hasSize(1)));
		assertThat(this.topic.waiting()).containsExactly(order(1, "fails"));
		assertThat(this.topic.dead()).isEmpty();
	}

	@Test
	void pausedQueueHandlesNothingWhileClosing() {
		this.broker.releaseUncounted = false;
		this.runner.withPropertyValues("safequeue.queues.orders.auto-startup=false")
			.withUserConfiguration(Recording.class)
			.run((context) -> {
				this.topic.add(null, order(1, ""));
				queue(context).send(new Order(2, "")).get(20, TimeUnit.SECONDS);
				assertThat(this.topic.unacknowledged()).hasSize(2);
			});
		assertThat(this.topic.waiting()).containsExactly(order(1, ""), order(2, ""));
	}

}
