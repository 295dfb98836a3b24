/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.retry.RetryPolicy;

import io.github.safequeue.QueueLog;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueueEvent;
import io.github.safequeue.SafeQueueEvent.Kind;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.testing.LogLines;
import io.github.safequeue.testing.Secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * What is heard of handler calls that last longer than {@code stuck-threshold}.
 */
@Timeout(120)
class StuckCallsTests {

	private static final Duration THRESHOLD = Duration.ofMillis(250);

	private final Semaphore release = new Semaphore(0);

	private final LogLines lines = new LogLines();

	private final List<SafeQueueEvent> events = new CopyOnWriteArrayList<>();

	private DefaultSafeQueue<Object> queue = start(this.lines, this::handle, (builder) -> builder);

	@AfterEach
	void close() {
		this.release.release(1000);
		this.queue.close();
	}

	private void handle(Object item) throws InterruptedException {
		if (!item.equals("short")) {
			waitForRelease();
		}
	}

	private void waitForRelease() throws InterruptedException {
		this.release.acquire();
	}

	private DefaultSafeQueue<Object> start(QueueLog log, WorkHandler<Object> handler,
			UnaryOperator<SafeQueueBuilder> change) {
		SafeQueueBuilder builder = Fixtures.managed()
			.name("q")
			.handler(handler)
			.stuckThreshold(THRESHOLD)
			.log(log)
			.deadLetterHandler((letter) -> {
			});
		DefaultSafeQueue<Object> queue = (DefaultSafeQueue<Object>) change.apply(builder).<Object>build();
		queue.onEvent(this.events::add);
		queue.start();
		return queue;
	}

	private void restart(WorkHandler<Object> handler, UnaryOperator<SafeQueueBuilder> change) {
		this.queue.close();
		this.events.clear();
		this.queue = start(this.lines, handler, change);
	}

	private void awaitKinds(Kind... kinds) {
		await().untilAsserted(() -> assertThat(this.events).extracting(SafeQueueEvent::kind).containsExactly(kinds));
	}

	@Test
	void callThatLastsTooLongIsOneWarnAndOneEvent() {
		this.queue.offer(new Secret());
		awaitKinds(Kind.STUCK);
		await().during(3 * THRESHOLD.toMillis(), TimeUnit.MILLISECONDS).until(() -> this.events.size() == 1);
		assertThat(this.lines.of("WARN")).singleElement()
			.asString()
			.startsWith("Queue 'q': thread safequeue-q-1 has been handling " + Secret.class.getName() + "@")
			.containsPattern(" since 20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ, for \\d+ ms")
			.endsWith("if such calls are expected, raise stuck-threshold (250 ms)")
			.contains("it is WAITING at " + StuckCallsTests.class.getName() + ".waitForRelease(StuckCallsTests.java:")
			.contains(" < " + StuckCallsTests.class.getName() + ".handle(StuckCallsTests.java:")
			.doesNotContain("java.util.concurrent", Secret.CONTENT);
		assertThat(this.events.get(0).queue()).isEqualTo("q");
		assertThat(this.events.get(0).snapshot().inFlight()).isEqualTo(1);
	}

	@Test
	void endOfAStuckCallIsOneInfoAndOneEvent() {
		this.queue.offer(new Secret());
		awaitKinds(Kind.STUCK);
		assertThat(this.lines.of("INFO")).isEmpty();
		this.release.release();
		awaitKinds(Kind.STUCK, Kind.RECOVERED);
		assertThat(this.lines.of("INFO")).singleElement()
			.asString()
			.startsWith("Queue 'q': thread safequeue-q-1 is not stuck any more: its call with " + Secret.class.getName()
					+ "@")
			.doesNotContain(Secret.CONTENT);
	}

	@Test
	void linesAndEventsAreNotWrittenByTheWatchdog() {
		this.queue.offer("item");
		awaitKinds(Kind.STUCK);
		assertThat(this.lines.all()).extracting(LogLines.Line::thread).containsOnly("safequeue-q-events");
	}

	@Test
	void eachStuckCallOfAWorkerIsHeard() {
		this.queue.offer("first");
		this.queue.offer("second");
		awaitKinds(Kind.STUCK);
		this.release.release();
		awaitKinds(Kind.STUCK, Kind.RECOVERED, Kind.STUCK);
		this.release.release();
		awaitKinds(Kind.STUCK, Kind.RECOVERED, Kind.STUCK, Kind.RECOVERED);
		assertThat(this.lines.of("WARN")).hasSize(2);
	}

	@Test
	void severalStuckCallsAreCountedOneByOne() {
		restart(this::handle, (builder) -> builder.concurrency(3));
		for (int i = 0; i < 3; i++) {
			this.queue.offer(new Object());
		}
		awaitKinds(Kind.STUCK, Kind.STUCK, Kind.STUCK);
		assertThat(this.queue.stuckCalls()).isEqualTo(3);
		assertThat(this.queue.longestRunning()).isGreaterThan(THRESHOLD);
		this.release.release();
		await().until(() -> this.queue.stuckCalls() == 2);
		this.release.release(2);
		await().until(() -> this.queue.stuckCalls() == 0);
		await().until(() -> this.queue.longestRunning().isZero());
		assertThat(this.events).hasSize(6);
	}

	@ParameterizedTest
	@ValueSource(strings = { "key", "batch", "virtual" })
	void everyKindOfQueueIsHeard(String kind) {
		assumeThat(!kind.equals("virtual") || WorkerThreads.supportsVirtual()).isTrue();
		restart(this::handle, (builder) -> switch (kind) {
			case "key" -> builder.key((item) -> 1).concurrency(2);
			case "batch" -> builder.batchHandler((items) -> waitForRelease(), 10);
			default -> builder.virtualThreads(true);
		});
		this.queue.offer(new Secret());
		awaitKinds(Kind.STUCK);
		assertThat(this.lines.of("WARN")).singleElement()
			.asString()
			.contains(Secret.class.getName(), "StuckCallsTests.waitForRelease");
		this.release.release();
		awaitKinds(Kind.STUCK, Kind.RECOVERED);
	}

	@Test
	void waitBetweenTwoAttemptsIsNotAStuckCall() {
		CountDownLatch failed = new CountDownLatch(3);
		restart((item) -> {
			failed.countDown();
			throw new IllegalStateException("on purpose");
		}, (builder) -> builder.retry(RetryPolicy.builder().maxRetries(2).delay(THRESHOLD.multipliedBy(2)).build()));
		this.queue.submit("item").exceptionally((ex) -> null).join();
		assertThat(failed.getCount()).isZero();
		assertThat(this.events).isEmpty();
		assertThat(this.lines.of("WARN")).isEmpty();
	}

	@Test
	void idleWorkersAndShortCallsAreNotHeard() {
		for (int i = 0; i < 50; i++) {
			this.queue.submit("short").join();
		}
		await().during(2 * THRESHOLD.toMillis(), TimeUnit.MILLISECONDS).until(this.events::isEmpty);
		assertThat(this.queue.stuckCalls()).isZero();
		assertThat(this.queue.longestRunning()).isZero();
	}

	@Test
	void logThatBlocksHoldsUpNoOtherQueue() {
		CountDownLatch logging = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		DefaultSafeQueue<Object> blocked = start(new Blocking(logging, goOn), this::handle,
				(builder) -> builder.name("b"));
		blocked.offer("item");
		await().until(() -> logging.getCount() == 0);
		this.queue.offer("item");
		awaitKinds(Kind.STUCK);
		assertThat(this.events.get(0).queue()).isEqualTo("q");
		goOn.countDown();
		this.release.release(2);
		blocked.close();
	}

	/** Writes to an appender that does not return. */
	private record Blocking(CountDownLatch logging, CountDownLatch goOn) implements QueueLog {

		@Override
		public void info(String message) {
		}

		@Override
		public void warn(String message) {
			this.logging.countDown();
			try {
				this.goOn.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		@Override
		public void error(String message, Throwable cause) {
		}

	}

}
