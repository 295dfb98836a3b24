/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.SafeQueueState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * {@code awaitQuiescence}, pause and resume, start and suspend.
 */
@Timeout(120)
class QuiescenceTests {

	@Test
	void zeroAndNegativeDurationsAnswerAtOnceAndAnyDurationIsValid() throws Exception {
		AtomicInteger handled = new AtomicInteger();
		CloseableSafeQueue<Object> queue = WorkerPools.ONE.buildPaused((item) -> handled.incrementAndGet());
		assertThat(queue.awaitQuiescence(Duration.ZERO)).isTrue();
		queue.offer("item");
		assertThat(queue.awaitQuiescence(Duration.ZERO)).isFalse();
		assertThat(queue.awaitQuiescence(Duration.ofSeconds(Long.MIN_VALUE))).isFalse();
		assertThat(queue.awaitQuiescence(Duration.ofMillis(5))).isFalse();
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> queue.awaitQuiescence(Fixtures.LIMIT));
		queue.resume();
		assertThat(queue.awaitQuiescence(Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
		assertThat(handled).hasValue(1);
		queue.close();
	}

	@ParameterizedTest
	@EnumSource
	void isReachedUnderALoadThatNeverEnds(WorkerPools pool) throws Exception {
		AtomicReference<CloseableSafeQueue<Object>> self = new AtomicReference<>();
		AtomicBoolean stop = new AtomicBoolean();
		AtomicBoolean markHandled = new AtomicBoolean();
		CloseableSafeQueue<Object> queue = pool.build((item) -> {
			if (item.equals("mark")) {
				markHandled.set(true);
			}
			else if (!stop.get()) {
				self.get().offer((int) item + 1);
			}
		});
		self.set(queue);
		for (int i = 0; i < 20; i++) {
			queue.offer(i);
		}
		for (int round = 0; round < 50; round++) {
			markHandled.set(false);
			assertThat(queue.offer("mark")).isTrue();
			assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
			assertThat(markHandled).isTrue();
		}
		stop.set(true);
		queue.close();
	}

	@ParameterizedTest
	@EnumSource
	void itemInHandIsWaitedFor(WorkerPools pool) throws Exception {
		CountDownLatch inside = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		CloseableSafeQueue<Object> queue = pool.build((item) -> {
			inside.countDown();
			release.await();
		});
		queue.offer("item");
		assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(queue.awaitQuiescence(Duration.ofMillis(20))).isFalse();
		release.countDown();
		assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
		queue.close();
	}

	@ParameterizedTest
	@EnumSource
	void ownWorkersAreRefused(WorkerPools pool) {
		AtomicReference<CloseableSafeQueue<Object>> self = new AtomicReference<>();
		CloseableSafeQueue<Object> queue = pool.build((item) -> assertThatIllegalStateException()
			.isThrownBy(() -> self.get().awaitQuiescence(Duration.ZERO)));
		self.set(queue);
		assertThat(queue.submit("item")).succeedsWithin(Fixtures.LIMIT);
		queue.close();
	}

	@ParameterizedTest
	@EnumSource
	void pausedQueueAcceptsAndDoesNotHandle(WorkerPools pool) throws Exception {
		AtomicInteger handled = new AtomicInteger();
		CloseableSafeQueue<Object> queue = pool.build((item) -> handled.incrementAndGet());
		for (int round = 1; round <= 50; round++) {
			queue.offer("before");
			assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
			queue.pause();
			assertThat(queue.state()).isEqualTo(SafeQueueState.PAUSED);
			// A worker that had looked before the pause may take one more item each.
			for (int i = 0; i < 9; i++) {
				queue.offer(i);
			}
			assertThat(queue.awaitQuiescence(Duration.ofMillis(5))).isFalse();
			queue.resume();
			assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
			assertThat(handled).hasValue(round * 10);
		}
		queue.close();
	}

	@ParameterizedTest
	@EnumSource
	void acceptsBeforeStartAndNothingBeginsAfterSuspend(WorkerPools pool) throws Exception {
		AtomicInteger handled = new AtomicInteger();
		ManagedQueue<Object> queue = (ManagedQueue<Object>) pool
			.prepare(Fixtures.managed(), (item) -> handled.incrementAndGet())
			.<Object>build();
		assertThat(queue.state()).isEqualTo(SafeQueueState.STARTING);
		for (int i = 0; i < 100; i++) {
			assertThat(queue.offer(i)).isTrue();
		}
		assertThat(queue.size()).isEqualTo(100);
		int total = 100;
		for (int round = 0; round < 50; round++) {
			queue.start();
			queue.offer(round);
			total++;
			queue.suspend(Fixtures.LIMIT);
			assertThat(queue.isStarted()).isFalse();
			int before = handled.get();
			assertThat(queue.snapshot().inFlight()).isZero();
			assertThat(queue.offer("meanwhile")).isTrue();
			total++;
			Thread.onSpinWait();
			assertThat(handled).hasValue(before);
		}
		queue.start();
		assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
		assertThat(handled).hasValue(total);
		queue.suspend(Fixtures.LIMIT);
		queue.offer("last");
		queue.close();
		assertThat(handled).hasValue(total + 1);
		queue.start();
		assertThat(queue.state()).isEqualTo(SafeQueueState.CLOSED);
	}

	@Test
	void suspendWaitsForTheItemInHandAndNotForItsOwnThread() throws Exception {
		CountDownLatch inside = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		AtomicReference<ManagedQueue<Object>> self = new AtomicReference<>();
		ManagedQueue<Object> queue = (ManagedQueue<Object>) Fixtures.managed().name("q").<Object>handler((item) -> {
			if (item.equals("self")) {
				self.get().suspend(Fixtures.LIMIT);
			}
			else {
				inside.countDown();
				release.await();
			}
		}).build();
		self.set(queue);
		queue.start();
		queue.offer("item");
		inside.await();
		Thread thread = new Thread(() -> queue.suspend(Fixtures.LIMIT));
		thread.start();
		await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
		release.countDown();
		await().until(() -> !thread.isAlive());
		queue.start();
		assertThat(queue.submit("self")).succeedsWithin(10, TimeUnit.SECONDS);
		queue.close();
	}

}
