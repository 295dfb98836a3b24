/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.safequeue.QueueLog;
import io.github.safequeue.SafeQueueEvent;
import io.github.safequeue.SafeQueueEvent.Kind;
import io.github.safequeue.testing.LogLines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How lines and events of one queue leave it.
 */
@Timeout(60)
class QueueNotifierTests {

	private static final long LONG = TimeUnit.MINUTES.toNanos(10);

	private final LogLines lines = new LogLines();

	private final CountDownLatch release = new CountDownLatch(1);

	private final DefaultSafeQueue<Object> queue = queue(this.lines);

	private final QueueNotifier notifier = this.queue.core().notifier;

	@AfterEach
	void close() {
		this.release.countDown();
		this.queue.close();
	}

	private static DefaultSafeQueue<Object> queue(QueueLog log) {
		return (DefaultSafeQueue<Object>) Fixtures.managed().name("q").handler((item) -> {
		}).log(log).<Object>build();
	}

	private void awaitAll() {
		this.notifier.await(System.nanoTime() + LONG, (nanos) -> Thread.onSpinWait());
	}

	@Test
	void linesAndEventsKeepTheirOrder() {
		List<Object> heard = new CopyOnWriteArrayList<>();
		this.queue.onEvent((event) -> heard.add(this.lines.all().size()));
		for (int i = 0; i < 50; i++) {
			this.notifier.warn("line");
			this.notifier.publish(Kind.FULL);
		}
		awaitAll();
		assertThat(heard).hasSize(50).startsWith(1, 2, 3).endsWith(50).doesNotHaveDuplicates();
	}

	@Test
	void threadEndsWithNothingLeftAndAnotherOneFollows() {
		for (int i = 0; i < 3; i++) {
			this.notifier.info("line");
			await().until(() -> threads() == 0);
		}
		assertThat(this.lines.of("INFO")).hasSize(3);
	}

	private static long threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("safequeue-q-events"))
			.count();
	}

	@Test
	void whatWaitsBehindAListenerThatBlocksHasALimit() {
		AtomicInteger heard = new AtomicInteger();
		this.queue.onEvent((event) -> {
			heard.incrementAndGet();
			waitForRelease();
		});
		for (int i = 0; i < 5000; i++) {
			this.notifier.publish(Kind.FULL);
		}
		this.release.countDown();
		awaitAll();
		assertThat(heard.get()).isBetween(2, 300);
	}

	private void waitForRelease() {
		try {
			this.release.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void listenerThatThrowsIsLoggedAndTheNextEventArrives() {
		List<SafeQueueEvent> heard = new CopyOnWriteArrayList<>();
		this.queue.onEvent((event) -> {
			heard.add(event);
			throw new StackOverflowError("on purpose");
		});
		this.notifier.publish(Kind.PAUSED);
		this.notifier.publish(Kind.RESUMED);
		awaitAll();
		assertThat(heard).extracting(SafeQueueEvent::kind).containsExactly(Kind.PAUSED, Kind.RESUMED);
		assertThat(this.lines.of("ERROR")).hasSize(2).allMatch((line) -> line.startsWith("Queue 'q': a listener"));
	}

	@Test
	void listenerThatClosesDoesNotWaitForItself() {
		this.queue.onEvent((event) -> awaitAll());
		this.notifier.publish(Kind.PAUSED);
		awaitAll();
	}

	@Test
	void waitingEndsWithItsTime() {
		this.queue.onEvent((event) -> waitForRelease());
		this.notifier.publish(Kind.PAUSED);
		this.notifier.await(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(10), (nanos) -> Thread.onSpinWait());
		assertThat(this.release.getCount()).isEqualTo(1);
	}

}
