/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.safequeue.SafeQueueEvent;
import io.github.safequeue.SafeQueueEvent.Kind;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.testing.LogLines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What is heard of items that were refused.
 */
@Timeout(120)
class RefusalsTests {

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	private final LogLines lines = new LogLines();

	private final List<SafeQueueEvent> events = new CopyOnWriteArrayList<>();

	private final CountDownLatch release = new CountDownLatch(1);

	/** Not started, so that only the test looks. */
	private final DefaultSafeQueue<Object> queue = queue("q");

	private final long start = System.nanoTime();

	@AfterEach
	void close() {
		this.release.countDown();
		Fixtures.drainFor(Duration.ZERO, this.queue);
		this.queue.close();
	}

	private DefaultSafeQueue<Object> queue(String name) {
		DefaultSafeQueue<Object> queue = (DefaultSafeQueue<Object>) Fixtures.managed()
			.name(name)
			.capacity(2)
			.handler((item) -> this.release.await())
			.undeliveredWorkHandler((work) -> {
			})
			.log(this.lines)
			.<Object>build();
		queue.onEvent(this.events::add);
		return queue;
	}

	private void refuse(int items) {
		while (this.queue.hasRoom(1)) {
			this.queue.offer("item");
		}
		for (int i = 0; i < items; i++) {
			assertThat(this.queue.offer("item")).isFalse();
		}
	}

	private void makeRoom() {
		assertThat(this.queue.core().buffer.poll()).isNotNull();
	}

	private void lookAfter(double seconds) {
		this.queue.core().refusals.look(this.start + (long) (seconds * SECOND));
		this.queue.core().notifier.await(System.nanoTime() + 60 * SECOND, (nanos) -> Thread.onSpinWait());
	}

	@Test
	void refusalsAreOneWarnAMinuteWithTheirNumber() {
		lookAfter(0);
		assertThat(this.lines.all()).isEmpty();
		refuse(3);
		lookAfter(0.1);
		assertThat(this.lines.of("WARN")).singleElement()
			.asString()
			.startsWith("Queue 'q' was full (capacity 2) and refused 3 items; it needs");
		refuse(40);
		lookAfter(0.2);
		refuse(2);
		lookAfter(60);
		assertThat(this.lines.of("WARN")).hasSize(1);
		lookAfter(60.2);
		assertThat(this.lines.of("WARN")).hasSize(2);
		assertThat(this.lines.of("WARN").get(1)).contains("refused 42 items since 20");
		lookAfter(200);
		assertThat(this.lines.of("WARN")).hasSize(2);
	}

	@Test
	void fullIsPublishedOnceUntilThereWasRoomAndCalm() {
		refuse(1);
		lookAfter(0);
		refuse(1);
		lookAfter(0.1);
		lookAfter(20);
		assertThat(this.events).extracting(SafeQueueEvent::kind).containsExactly(Kind.FULL);
		// No room since.
		refuse(1);
		lookAfter(30);
		makeRoom();
		lookAfter(30.5);
		// Not calm yet.
		refuse(1);
		lookAfter(30.6);
		assertThat(this.events).hasSize(1);
		makeRoom();
		lookAfter(32);
		refuse(1);
		lookAfter(32.1);
		assertThat(this.events).extracting(SafeQueueEvent::kind).containsExactly(Kind.FULL, Kind.FULL);
		assertThat(this.events.get(1).snapshot().rejectedFull()).isEqualTo(5);
	}

	@Test
	void watchdogHearsWhatASubmitterDoesNotSay() {
		DefaultSafeQueue<Object> started = queue("started");
		started.start();
		while (started.offer("item")) {
			Thread.onSpinWait();
		}
		await().until(() -> !this.lines.all().isEmpty());
		assertThat(this.lines.all()).extracting(LogLines.Line::thread).containsOnly("safequeue-started-events");
		await()
			.untilAsserted(() -> assertThat(this.events).extracting(SafeQueueEvent::kind).containsExactly(Kind.FULL));
		this.release.countDown();
		started.close();
		await().untilAsserted(
				() -> assertThat(this.events).extracting(SafeQueueEvent::kind).containsExactly(Kind.FULL, Kind.CLOSED));
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void closedQueueSaysThatItIsStillSubmittedTo(CapturedOutput output) {
		DefaultSafeQueue<Object> closed = (DefaultSafeQueue<Object>) SafeQueues.builder()
			.name("submitted to")
			.handler((item) -> {
			})
			.<Object>build();
		closed.close();
		closed.offer("late");
		closed.offer("late");
		UnclosedQueues.warnOfRefused();
		await().untilAsserted(() -> assertThat(output)
			.contains("Queue 'submitted to' is closed and has refused 2 more items; stop what"));
		closed.offer("late");
		UnclosedQueues.warnOfRefused();
		await().untilAsserted(() -> assertThat(output).contains("has refused 1 more items"));
		UnclosedQueues.warnOfRefused();
		assertThat(ManagedQueues.unreported()).contains("Queue 'submitted to' refused 3 items after it closed");
	}

}
