/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.engine.buffer.QueueBuffers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How long the oldest item has waited, to a second.
 */
@Timeout(120)
class OldestWaitingTests {

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	private static final long TICK = SECOND / 10;

	private final OldestWaiting oldest = new OldestWaiting(new OrderedSource(QueueBuffers.unbounded(), 0));

	private final CountDownLatch release = new CountDownLatch(1);

	@AfterEach
	void release() {
		this.release.countDown();
	}

	private double secondsAt(long now) {
		return Math.round(this.oldest.nanos(now) * 1000.0 / SECOND) / 1000.0;
	}

	@Test
	void nothingWaits() {
		assertThat(secondsAt(SECOND)).isZero();
		this.oldest.note(10, 10, SECOND);
		assertThat(secondsAt(9 * SECOND)).isZero();
	}

	@Test
	void headThatStaysGrowsOld() {
		this.oldest.note(1, 0, SECOND);
		for (long now = SECOND; now < 90 * SECOND; now += TICK) {
			this.oldest.note(now, 0, now);
		}
		assertThat(secondsAt(91 * SECOND)).isEqualTo(90);
	}

	@Test
	void headThatChangesKeepsTheAgeOfItsSuccessor() {
		// A hundred at once; one is handled each second.
		this.oldest.note(100, 0, SECOND);
		for (int second = 2; second < 90; second++) {
			this.oldest.note(100, second, second * SECOND);
			assertThat(secondsAt(second * SECOND)).isEqualTo(second - 1);
		}
		this.oldest.note(100, 100, 90 * SECOND);
		assertThat(secondsAt(90 * SECOND)).isZero();
	}

	@Test
	void itemAfterAPauseInTheTrafficIsYoung() {
		this.oldest.note(100, 0, SECOND);
		this.oldest.note(101, 100, 50 * SECOND);
		assertThat(secondsAt(50 * SECOND)).isZero();
		assertThat(secondsAt(51 * SECOND)).isEqualTo(1);
	}

	/** Against the times at which each item was accepted. */
	@Test
	void anyTrafficIsMeasuredToASecond() {
		Random random = new Random(42);
		long[] acceptedAt = new long[100_000];
		int accepted = 0;
		int taken = 0;
		for (long now = SECOND; now < 600 * SECOND; now += TICK) {
			int rate = (now / (60 * SECOND) % 2 == 0) ? 20 : 3;
			for (int i = random.nextInt(rate); i > 0; i--) {
				acceptedAt[accepted++] = now - random.nextLong(TICK);
			}
			taken = Math.min(accepted, taken + random.nextInt(11));
			this.oldest.note(accepted, taken, now);
			double age = (taken < accepted) ? (double) (now - acceptedAt[taken]) / SECOND : 0;
			assertThat(secondsAt(now)).isBetween(age - 1, age + 1);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "bounded", "unbounded", "key", "batch" })
	void everyKindOfQueueIsMeasured(String kind) {
		SafeQueueBuilder builder = Fixtures.managed().name("q").capacity((kind.equals("unbounded")) ? 0 : 1000);
		if (kind.equals("batch")) {
			builder.batchHandler((items) -> this.release.await(), 2);
		}
		else {
			builder.handler((item) -> this.release.await());
		}
		if (kind.equals("key")) {
			builder.key((item) -> 1).concurrency(2);
		}
		DefaultSafeQueue<Object> queue = (DefaultSafeQueue<Object>) builder.<Object>build();
		queue.start();
		assertThat(queue.oldestWaiting()).isZero();
		for (int i = 0; i < 5; i++) {
			queue.offer(i);
		}
		long accepted = System.nanoTime();
		await().until(() -> queue.oldestWaiting().toMillis() > 1500);
		assertThat(Duration.ofNanos(System.nanoTime() - accepted)).isGreaterThan(Duration.ofMillis(1400));
		this.release.countDown();
		await().until(() -> queue.oldestWaiting().isZero());
		queue.close();
	}

	/** One key is busy and others go by; the oldest waits behind the busy one. */
	@Test
	void oldestOfAQueueWithKeysMayWaitBehindItsKey() throws Exception {
		DefaultSafeQueue<Object> queue = (DefaultSafeQueue<Object>) Fixtures.managed()
			.name("q")
			.concurrency(2)
			.key((item) -> item)
			.handler((item) -> {
				if (item.equals("busy")) {
					this.release.await();
				}
			})
			.<Object>build();
		queue.start();
		queue.offer("busy");
		queue.offer("busy");
		for (int i = 0; i < 100; i++) {
			queue.submit(i).join();
		}
		WorkSource source = queue.core().source;
		assertThat(source.oldestWaiting()).isEqualTo(1);
		await().until(() -> queue.oldestWaiting().toMillis() > 300);
		this.release.countDown();
		assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
		assertThat(source.oldestWaiting()).isEqualTo(102);
		queue.close();
	}

	@Test
	void oldestIsLookedForAgainOnceItHasBegun() throws Exception {
		Semaphore first = new Semaphore(0);
		DefaultSafeQueue<String> queue = (DefaultSafeQueue<String>) Fixtures.managed()
			.name("q")
			.concurrency(2)
			.<String>key((item) -> item)
			.<String>handler((item) -> {
				if (item.equals("first")) {
					first.acquire();
				}
				else {
					this.release.await();
				}
			})
			.<String>build();
		queue.start();
		for (int i = 0; i < 2; i++) {
			queue.offer("first");
			queue.offer("second");
		}
		WorkSource source = queue.core().source;
		await().until(() -> queue.snapshot().inFlight() == 2);
		assertThat(source.oldestWaiting()).isEqualTo(2);
		first.release();
		await().until(() -> queue.snapshot().handled() == 1 && queue.snapshot().inFlight() == 2);
		assertThat(source.oldestWaiting()).isEqualTo(3);
		first.release();
		this.release.countDown();
		queue.close();
	}

}
