/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import io.github.safequeue.RejectedWorkException;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.UndeliveredWork;
import io.github.safequeue.UndeliveredWorkHandler;
import io.github.safequeue.autoconfigure.QueueTestRunner;
import io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration;

import static io.github.safequeue.autoconfigure.QueueTestRunner.queue;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * How long closing takes, what it leaves, and who may ask for it.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(120)
class ContextCloseTests {

	private static final String SECRET = "4929-1234-5678-9012";

	@Test
	void leftoversOfTheDrainTimeoutAreReportedAndCounted(CapturedOutput output) {
		ConfigurableApplicationContext context = start("1s", Stuck.class, Leftovers.class);
		Stuck stuck = context.getBean(Stuck.class);
		List<SafeQueue<Order>> queues = queues(context, "a");
		fill(queues, 5);
		long took = close(context);
		assertThat(took).isBetween(1000L, 3000L);
		assertThat(stuck.interrupted).hasValue(1);
		assertThat(Leftovers.WORK).extracting(UndeliveredWork::toString)
			.containsExactly("UndeliveredWork[queue=a, items=4, reason=DRAIN_TIMEOUT]",
					"UndeliveredWork[queue=a, items=1, reason=IN_FLIGHT]");
		SafeQueueSnapshot end = queues.get(0).snapshot();
		assertThat(end.state()).isEqualTo(SafeQueueState.CLOSED);
		assertThat(end.undelivered()).isEqualTo(4);
		assertThat(end.accepted())
			.isEqualTo(end.handled() + end.failed() + end.undelivered() + end.size() + end.inFlight());
		stuck.release.countDown();
		assertThat(output.getAll()).doesNotContain(SECRET);
	}

	@Test
	void stuckQueuesShareOneBudgetAndOneGrace() {
		ConfigurableApplicationContext context = start("1s", Stuck.class);
		Stuck stuck = context.getBean(Stuck.class);
		List<SafeQueue<Order>> queues = queues(context, "a", "b", "c", "d", "e");
		fill(queues, 2);
		long took = close(context);
		assertThat(took).as("drain timeout and 2 s").isBetween(1000L, 3000L);
		assertThat(queues).allSatisfy((queue) -> {
			assertThat(queue.state()).isEqualTo(SafeQueueState.CLOSED);
			assertThat(queue.snapshot().undelivered()).isOne();
			assertThat(queue.snapshot().inFlight()).isOne();
		});
		stuck.release.countDown();
		Awaitility.await()
			.atMost(QueueTestRunner.LIMIT)
			.untilAsserted(() -> assertThat(queues)
				.allSatisfy((queue) -> assertThat(queue.snapshot().inFlight() + queue.snapshot().handled()).isOne())
				.allSatisfy((queue) -> assertThat(queue.snapshot().inFlight()).isZero()));
	}

	@Test
	void lateSubmissionsAreRefusedAndCounted() {
		ConfigurableApplicationContext context = start("5s", Counting.class);
		SafeQueue<Order> orders = queue(context, "orders");
		orders.offer(new Order(SECRET));
		context.close();
		assertThat(orders.offer(new Order(SECRET))).isFalse();
		assertThat(orders.submit(new Order(SECRET))).failsWithin(QueueTestRunner.LIMIT)
			.withThrowableThat()
			.havingCause()
			.isInstanceOfSatisfying(RejectedWorkException.class, (rejected) -> {
				assertThat(rejected.queue()).isEqualTo("orders");
				assertThat(rejected.reason()).isEqualTo(RejectedWorkException.Reason.CLOSED);
			});
		assertThat(orders.snapshot().rejectedClosed()).isEqualTo(2);
		assertThat(orders.snapshot().handled()).isOne();
	}

	@Test
	void oneLineAQueueSumsUp(CapturedOutput output) {
		ConfigurableApplicationContext context = start("5s", Counting.class);
		SafeQueue<Order> orders = queue(context, "orders");
		for (int i = 0; i < 3; i++) {
			orders.offer(new Order(SECRET));
		}
		context.close();
		assertThat(output.getAll().lines().filter((line) -> line.contains("INFO") && line.contains("'orders'")))
			.singleElement()
			.asString()
			.endsWith("Queue 'orders' closed: accepted 3, handled 3, failed 0, undelivered 0, in flight 0, refused 0");
		assertThat(output.getAll().lines().filter((line) -> line.contains("INFO") && line.contains("'safeQueue'")))
			.hasSize(1);
		assertThat(output.getAll()).doesNotContain(SECRET);
	}

	@Test
	void theLineIsAWarningWhereSomethingIsLeft(CapturedOutput output) {
		ConfigurableApplicationContext context = start("300ms", Stuck.class);
		Stuck stuck = context.getBean(Stuck.class);
		fill(queues(context, "a"), 1);
		fill(queues(context, "b"), 3);
		context.close();
		assertThat(closingLine(output, "a")).contains("WARN")
			.endsWith("accepted 1, handled 0, failed 0, undelivered 0, in flight 1, refused 0");
		assertThat(closingLine(output, "b")).contains("WARN")
			.endsWith("accepted 3, handled 0, failed 0, undelivered 2, in flight 1, refused 0");
		assertThat(closingLine(output, "c")).contains("INFO");
		stuck.release.countDown();
	}

	@Test
	void theLineCountsWhatWasRefused(CapturedOutput output) {
		ConfigurableApplicationContext context = start("20s", Counting.class);
		SafeQueue<Order> orders = queue(context, "orders");
		orders.pause();
		// A worker may still take the next item.
		int refused = 0;
		while (refused < 2) {
			if (!orders.offer(new Order(SECRET))) {
				refused++;
			}
		}
		context.close();
		assertThat(closingLine(output, "orders")).contains("INFO").endsWith("in flight 0, refused 2");
	}

	private static String closingLine(CapturedOutput output, String queue) {
		return output.getAll()
			.lines()
			.filter((line) -> line.contains("Queue '%s' closed".formatted(queue)))
			.collect(Collectors.joining());
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aHandlerMayCloseTheContextAndTheRestIsDrained(boolean closedByMainToo) throws InterruptedException {
		ConfigurableApplicationContext context = start("20s", Closing.class);
		Closing closing = context.getBean(Closing.class);
		closing.context = context;
		closing.together = new CountDownLatch(closedByMainToo ? 1 : 0);
		SafeQueue<Order> orders = queue(context, "orders");
		SafeQueue<Order> others = queue(context, "others");
		others.pause();
		for (int i = 0; i < 20; i++) {
			others.offer(new Order(SECRET));
		}
		long start = System.nanoTime();
		orders.offer(new Order("close"));
		for (int i = 0; i < 20; i++) {
			orders.offer(new Order(SECRET));
		}
		closing.go.countDown();
		if (closedByMainToo) {
			closing.together.countDown();
			context.close();
		}
		assertThat(closing.returned.await(30, TimeUnit.SECONDS)).isTrue();
		Awaitility.await().atMost(QueueTestRunner.LIMIT).until(() -> orders.snapshot().handled() == 21);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
		assertThat(context.isActive()).isFalse();
		assertThat(List.of(orders, others)).extracting(SafeQueue::state).containsOnly(SafeQueueState.CLOSED);
		assertThat(others.snapshot().handled()).isEqualTo(20);
		assertThat(orders.snapshot().undelivered()).isZero();
	}

	private static ConfigurableApplicationContext start(String drainTimeout, Class<?>... beans) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		TestPropertyValues.of("safequeue.shutdown.drain-timeout=" + drainTimeout).applyTo(context);
		context.register(Application.class);
		context.register(beans);
		context.refresh();
		return context;
	}

	private static List<SafeQueue<Order>> queues(ConfigurableApplicationContext context, String... names) {
		List<SafeQueue<Order>> queues = new ArrayList<>();
		for (String name : names) {
			queues.add(queue(context, name));
		}
		return queues;
	}

	/** Let each queue have one item in flight and the others waiting. */
	private static void fill(List<SafeQueue<Order>> queues, int items) {
		for (int i = 0; i < items; i++) {
			queues.forEach((queue) -> assertThat(queue.offer(new Order(SECRET))).isTrue());
		}
		Awaitility.await()
			.atMost(QueueTestRunner.LIMIT)
			.until(() -> queues.stream().allMatch((queue) -> queue.snapshot().inFlight() == 1));
	}

	private static long close(ConfigurableApplicationContext context) {
		long start = System.nanoTime();
		context.close();
		return Duration.ofNanos(System.nanoTime() - start).toMillis();
	}

	record Order(String card) {
	}

	@ImportAutoConfiguration(SafeQueueAutoConfiguration.class)
	static class Application {

	}

	/** Does not end when interrupted. */
	static class Stuck {

		private final AtomicInteger interrupted = new AtomicInteger();

		private final CountDownLatch release = new CountDownLatch(1);

		@SafeQueueListener({ "a", "b", "c", "d", "e" })
		void on(Order order) {
			while (this.release.getCount() > 0) {
				try {
					this.release.await();
				}
				catch (InterruptedException ex) {
					this.interrupted.incrementAndGet();
				}
			}
		}

	}

	static class Leftovers implements UndeliveredWorkHandler {

		private static final List<UndeliveredWork> WORK = new CopyOnWriteArrayList<>();

		@Override
		public void onUndelivered(UndeliveredWork work) {
			WORK.add(work);
		}

	}

	static class Counting {

		@SafeQueueListener("orders")
		void on(Order order) {
		}

	}

	static class Closing {

		private final CountDownLatch go = new CountDownLatch(1);

		private final CountDownLatch returned = new CountDownLatch(1);

		private volatile CountDownLatch together = new CountDownLatch(0);

		private volatile ConfigurableApplicationContext context = new AnnotationConfigApplicationContext();

		@SafeQueueListener({ "orders", "others" })
		void on(Order order) throws InterruptedException {
			if (order.card().equals("close")) {
				this.go.await();
				this.together.await();
				this.context.close();
				this.returned.countDown();
			}
		}

	}

}
