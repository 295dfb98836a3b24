/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.engine.buffer.QueueBuffer;
import io.github.safequeue.engine.buffer.QueueBuffers;
import io.github.safequeue.testing.Outcomes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No wake-up is lost. The queues are taken off the watchdog, which would repeat lost
 * ones.
 */
@Timeout(120)
class WakeUpTests {

	private static final int ROUNDS = 3000;

	@ParameterizedTest
	@EnumSource
	void eachItemWakesAWorker(WorkerPools pool) throws Exception {
		CloseableSafeQueue<Object> queue = pool.build((item) -> ((CountDownLatch) item).countDown());
		QueueWatchdog.forget(((DefaultSafeQueue<?>) queue).core());
		for (int round = 0; round < ROUNDS; round++) {
			CountDownLatch handled = new CountDownLatch(1);
			// Meets the worker at each step on its way to park.
			spin(round % 500);
			queue.offer(handled);
			assertThat(handled.await(30, TimeUnit.SECONDS)).isTrue();
		}
		queue.close();
	}

	@Test
	void itemThatComesAfterAnyOfTheLastLooksIsHandled() throws Exception {
		AtomicReference<CloseableSafeQueue<Object>> self = new AtomicReference<>();
		AtomicInteger looksLeft = new AtomicInteger();
		CountDownLatch[] handled = { new CountDownLatch(0) };
		QueueBuffer buffer = new BrokenBuffers.Delegating(QueueBuffers.bounded(16)) {

			@Override
			public Object poll() {
				Object item = super.poll();
				if (item == null && looksLeft.decrementAndGet() == 0) {
					// The worker is awake, so that nobody wakes it, and has seen nothing.
					self.get().offer("second");
				}
				return item;
			}

		};
		DefaultSafeQueue<Object> queue = new DefaultSafeQueue<>(Fixtures.settings(16, 1, new Outcomes()), (item) -> {
			if (item instanceof Integer looks) {
				looksLeft.set(looks);
			}
			else {
				handled[0].countDown();
			}
		}, Fixtures.LIMIT, buffer);
		self.set(queue);
		queue.start();
		QueueWatchdog.forget(queue.core());
		// Between its last item and parking a worker looks so often, and once more.
		int most = queue.core().pool.workers.get(0).looks + 1;
		for (int looks = 1; looks <= most; looks++) {
			handled[0] = new CountDownLatch(1);
			queue.offer(looks);
			assertThat(handled[0].await(30, TimeUnit.SECONDS)).as("item after %d looks", looks).isTrue();
		}
		queue.close();
	}

	private static void spin(int times) {
		for (int i = 0; i < times; i++) {
			Thread.onSpinWait();
		}
	}

	/** Parks and wakes in the order of {@link Worker}, without a queue around it. */
	private static boolean losesAWakeUp(boolean looksAgain) throws InterruptedException {
		for (int round = 0; round < 20; round++) {
			Parker parker = new Parker();
			QueueBuffer buffer = QueueBuffers.bounded(4);
			CountDownLatch aboutToPark = new CountDownLatch(1);
			CountDownLatch woken = new CountDownLatch(1);
			CountDownLatch offered = new CountDownLatch(1);
			Thread worker = new Thread(() -> {
				boolean empty = buffer.isEmpty();
				aboutToPark.countDown();
				awaitUninterruptibly(offered);
				parker.announce(Thread.currentThread());
				if ((looksAgain) ? buffer.isEmpty() : empty) {
					LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
				}
				else {
					woken.countDown();
				}
			});
			worker.start();
			aboutToPark.await();
			buffer.offer("item");
			parker.wake(false);
			offered.countDown();
			worker.join();
			if (woken.getCount() != 0) {
				return true;
			}
		}
		return false;
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void announcementIsFollowedByAnotherLook() throws Exception {
		assertThat(losesAWakeUp(true)).isFalse();
	}

	@Test
	void workerThatDoesNotLookAgainIsCaught() throws Exception {
		assertThat(losesAWakeUp(false)).isTrue();
	}

	@Test
	void wakeUpStoppedByAnErrorCanBeRepeated() {
		Parker parker = new Parker();
		parker.announce(Thread.currentThread());
		assertThat(parker.wake(false)).isTrue();
		assertThat(parker.wake(false)).as("woken already").isFalse();
		LockSupport.park();
	}

}
