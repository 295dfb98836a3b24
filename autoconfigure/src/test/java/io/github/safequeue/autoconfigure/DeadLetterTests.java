/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.safequeue.DeadLetter;
import io.github.safequeue.DeadLetterHandler;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.UndeliveredWork;
import io.github.safequeue.UndeliveredWorkHandler;
import io.github.safequeue.WorkContext;
import io.github.safequeue.engine.ManagedQueue;

import static io.github.safequeue.autoconfigure.QueueTestRunner.queue;
import static io.github.safequeue.autoconfigure.QueueTestRunner.settle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Where items go that fail for good or are not handled, and that no log line shows what
 * they hold.
 */
@ExtendWith(OutputCaptureExtension.class)
class DeadLetterTests {

	private static final String SECRET = "4929-1234-5678-9012";

	private final ApplicationContextRunner runner = QueueTestRunner.create()
		.withBean(Failing.class)
		.withPropertyValues("safequeue.queues.orders.retry.max-retries=2", "safequeue.queues.orders.retry.delay=1ms");

	private final ApplicationContextRunner stuck = QueueTestRunner.create()
		.withBean(Stuck.class)
		.withPropertyValues("safequeue.shutdown.drain-timeout=0s");

	@Test
	void anItemIsRetriedAndThenGivenToTheApplicationsHandler() {
		Letters letters = new Letters();
		this.runner.withBean(DeadLetterHandler.class, () -> letters).run((context) -> {
			SafeQueue<Order> orders = queue(context, "orders");
			Order order = new Order(SECRET);
			assertThatExceptionOfType(ExecutionException.class)
				.isThrownBy(() -> orders.submit(order).get(30, TimeUnit.SECONDS))
				.withCauseInstanceOf(IllegalStateException.class);
			settle(orders);
			assertThat(context.getBean(Failing.class).attempts).containsExactly(1, 2, 3);
			assertThat(letters.received).singleElement().satisfies((letter) -> {
				assertThat(letter.queue()).isEqualTo("orders");
				assertThat(letter.item()).isSameAs(order);
				assertThat(letter.attempts()).isEqualTo(3);
				assertThat(letter.cause()).hasMessage("broken");
			});
			assertThat(orders.snapshot().failed()).isOne();
			assertThat(orders.snapshot().retried()).isEqualTo(2);
		});
	}

	@Test
	void anotherQueueTakesTheLetter() {
		this.runner.withBean(LetterListener.class)
			.withPropertyValues("safequeue.queues.orders.dead-letter-queue=letters")
			.run((context) -> {
				fail(queue(context, "orders"));
				settle(queue(context, "letters"));
				assertThat(context.getBean(LetterListener.class).letters).singleElement()
					.satisfies((letter) -> assertThat(letter.item()).isEqualTo(new Order(SECRET)));
			});
	}

	@Test
	void anotherQueueTakesTheItemItself() {
		this.runner.withBean(ItemListener.class)
			.withPropertyValues("safequeue.defaults.dead-letter-queue=manual")
			.run((context) -> {
				fail(queue(context, "orders"));
				settle(queue(context, "manual"));
				assertThat(context.getBean(ItemListener.class).items).containsExactly(new Order(SECRET));
			});
	}

	@Test
	void theDefaultDeadLetterQueueIsNotItsOwn() {
		this.runner.withBean(ItemListener.class)
			.withPropertyValues("safequeue.defaults.dead-letter-queue=manual")
			.run((context) -> {
				assertThat(deadLetterQueue(context, "orders")).isEqualTo("manual");
				assertThat(deadLetterQueue(context, "manual")).isNull();
			});
	}

	@Test
	void aQueueThatNamesItselfIsNotExcusedByTheDefault() {
		this.runner.withBean(ItemListener.class)
			.withPropertyValues("safequeue.defaults.dead-letter-queue=manual",
					"safequeue.queues.manual.dead-letter-queue=manual")
			.run((context) -> assertThat(context.getStartupFailure()).hasMessageContainingAll("'manual'", "circle"));
	}

	@Test
	void aLetterThatItsQueueRefusesGoesToTheHandler() {
		Letters letters = new Letters();
		this.runner.withBean(ItemListener.class)
			.withBean(DeadLetterHandler.class, () -> letters)
			.withPropertyValues("safequeue.queues.orders.dead-letter-queue=manual",
					"safequeue.queues.manual.auto-startup=false", "safequeue.queues.manual.capacity=2")
			.run((context) -> {
				SafeQueue<Order> manual = queue(context, "manual");
				while (manual.offer(new Order("x"))) {
					assertThat(manual.size()).isPositive();
				}
				fail(queue(context, "orders"));
				assertThat(letters.received).hasSize(1);
			});
	}

	@Test
	void withoutAnyHandlerOneLineNamesTypeAndIdentityOnly(CapturedOutput output) {
		this.runner.run((context) -> fail(queue(context, "orders")));
		assertThat(output.getAll().lines().filter((line) -> line.contains("ERROR") && line.contains("orders")))
			.singleElement()
			.asString()
			.contains("Order");
		assertThat(output.getAll()).doesNotContain(SECRET);
	}

	@Test
	void undeliveredWorkGoesToTheApplicationsHandler(CapturedOutput output) {
		List<UndeliveredWork> undelivered = new CopyOnWriteArrayList<>();
		this.stuck.withBean(UndeliveredWorkHandler.class, () -> undelivered::add)
			.run(DeadLetterTests::offerBehindStuck);
		assertThat(undelivered).singleElement().satisfies((work) -> {
			assertThat(work.queue()).isEqualTo("stuck");
			assertThat(work.items()).hasSize(1);
			assertThat(work.items().get(0)).isEqualTo(new Order(SECRET));
			assertThat(work.reason()).isEqualTo(UndeliveredWork.Reason.DRAIN_TIMEOUT);
		});
		assertThat(output.getAll()).doesNotContain(SECRET);
	}

	@Test
	void withoutAnyHandlerOneLineTellsNumberAndTypesOfUndeliveredWork(CapturedOutput output) {
		this.stuck.run(DeadLetterTests::offerBehindStuck);
		assertThat(output.getAll().lines().filter((line) -> line.contains("WARN") && line.contains("not handled")))
			.singleElement()
			.asString()
			.contains("1 accepted", Order.class.getName());
		assertThat(output.getAll()).doesNotContain(SECRET);
	}

	private static void offerBehindStuck(BeanFactory beans) throws InterruptedException {
		queue(beans, "stuck").offer(new Order(SECRET));
		assertThat(beans.getBean(Stuck.class).inHand.await(30, TimeUnit.SECONDS)).isTrue();
		queue(beans, "stuck").offer(new Order(SECRET));
	}

	private static @Nullable String deadLetterQueue(BeanFactory beans, String queue) {
		return ((ManagedQueue<?>) queue(beans, queue)).deadLetterQueue();
	}

	private static void fail(SafeQueue<Order> orders) {
		assertThat(orders.offer(new Order(SECRET))).isTrue();
		settle(orders);
		assertThat(orders.snapshot().failed()).isOne();
	}

	record Order(String card) {
	}

	static final class Letters implements DeadLetterHandler {

		private final List<DeadLetter<?>> received = new CopyOnWriteArrayList<>();

		@Override
		public void onDeadLetter(DeadLetter<?> letter) {
			this.received.add(letter);
		}

	}

	static class Failing {

		private final List<Integer> attempts = new CopyOnWriteArrayList<>();

		@SafeQueueListener("orders")
		void on(Order order, WorkContext context) {
			this.attempts.add(context.attempt());
			throw new IllegalStateException("broken");
		}

	}

	/** Returns only when interrupted. */
	static class Stuck {

		private final CountDownLatch inHand = new CountDownLatch(1);

		@SafeQueueListener("stuck")
		void on(Order order) throws InterruptedException {
			this.inHand.countDown();
			new CountDownLatch(1).await();
		}

	}

	static class LetterListener {

		private final List<DeadLetter<Order>> letters = new CopyOnWriteArrayList<>();

		@SafeQueueListener("letters")
		void on(DeadLetter<Order> letter) {
			this.letters.add(letter);
		}

	}

	static class ItemListener {

		private final List<Order> items = new CopyOnWriteArrayList<>();

		@SafeQueueListener("manual")
		void on(Order order) {
			this.items.add(order);
		}

	}

}
