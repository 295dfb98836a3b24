/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.engine.buffer.QueueBuffer;
import io.github.safequeue.engine.buffer.QueueBuffers;
import io.github.safequeue.testing.HushedExtension;
import io.github.safequeue.testing.Outcomes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A queue that has nothing to do is looked at shortly, and nothing is missed by that.
 */
@Timeout(120)
@ExtendWith(HushedExtension.class)
class QueueWatchdogTests {

	private final CountDownLatch release = new CountDownLatch(1);

	private final Outcomes outcomes = new Outcomes();

	private final Counting buffer = new Counting();

	private final DefaultSafeQueue<Object> queue = new DefaultSafeQueue<>(Fixtures.settings(16, 1, this.outcomes),
			(item) -> {
				if (item.equals("long")) {
					this.release.await();
				}
				this.outcomes.handled(item);
			}, Fixtures.LIMIT, this.buffer);

	@AfterEach
	void close() {
		this.release.countDown();
		this.queue.close();
		this.outcomes.assertTrue();
	}

	/** Counts how often the thread that looks asks for more than one field. */
	private static final class Counting extends BrokenBuffers.Delegating {

		private final Thread looking = Thread.currentThread();

		private int longLooks;

		private volatile boolean deadly;

		Counting() {
			super(QueueBuffers.bounded(16));
		}

		@Override
		public Object poll() {
			if (this.deadly) {
				this.deadly = false;
				throw new InternalError("on purpose");
			}
			return super.poll();
		}

		@Override
		public long taken() {
			if (Thread.currentThread() == this.looking) {
				this.longLooks++;
			}
			return super.taken();
		}

	}

	/** Whether a look was a long one. */
	private boolean looksLong(QueueWatchdog.Look look) {
		int before = this.buffer.longLooks;
		look.run();
		return this.buffer.longLooks > before;
	}

	/** A watch of the queue, all of whose items are settled, that has seen so. */
	private QueueWatchdog.Look quietLook() throws InterruptedException {
		this.queue.start();
		QueueWatchdog.forget(this.queue.core());
		this.outcomes.offer(this.queue, "short");
		assertThat(this.queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
		QueueWatchdog.Look look = new QueueWatchdog.Look(this.queue.core());
		await().pollInSameThread().until(() -> !looksLong(look));
		return look;
	}

	@Test
	void oneOfTenLooksAtAQuietQueueIsLong() throws Exception {
		QueueWatchdog.Look look = quietLook();
		await().pollInSameThread().until(() -> looksLong(look));
		for (int round = 0; round < 3; round++) {
			for (int i = 0; i < QueueWatchdog.SHORT_LOOKS; i++) {
				assertThat(looksLong(look)).as("look %d after a long one", i + 1).isFalse();
			}
			assertThat(looksLong(look)).as("the tenth look").isTrue();
		}
	}

	@Test
	void nextLookAfterAnItemIsLongAndSoIsEachWhileItIsInHand() throws Exception {
		QueueWatchdog.Look look = quietLook();
		this.outcomes.offer(this.queue, "long");
		await().until(() -> this.queue.core().buffer.isEmpty());
		for (int i = 0; i < 3 * QueueWatchdog.SHORT_LOOKS; i++) {
			assertThat(looksLong(look)).as("look %d", i).isTrue();
		}
		InFlight inFlight = this.queue.core().pool.inFlights.get(0);
		assertThat(inFlight.seenCall).as("what the time in flight is counted from").isEqualTo(inFlight.call());
		this.release.countDown();
		await().pollInSameThread().until(() -> !looksLong(look));
	}

	@Test
	void itemsThatWaitKeepTheLooksLong() throws Exception {
		QueueWatchdog.Look look = quietLook();
		// A worker that is awake may still take the next item.
		await().until(this.queue.core().pool.workers.get(0).parker::isAnnounced);
		this.queue.pause();
		this.outcomes.offer(this.queue, "waits");
		for (int i = 0; i < 3 * QueueWatchdog.SHORT_LOOKS; i++) {
			assertThat(looksLong(look)).as("look %d", i).isTrue();
		}
		this.queue.resume();
	}

	@Test
	void wakeUpThatIsMissingAfterAQuietTimeIsRepeatedByTheNextLook() throws Exception {
		QueueWatchdog.Look look = quietLook();
		Worker worker = this.queue.core().pool.workers.get(0);
		await().until(worker.parker::isAnnounced);
		// A submitter that dies before it wakes anybody.
		this.buffer.offer("unheard");
		this.outcomes.answered("unheard", true);
		look.run();
		await().until(() -> this.queue.snapshot().handled() == 2);
	}

	@Test
	void workerThatDiesWhileNothingIsToDoIsReplacedWithinTenLooks() throws Exception {
		QueueWatchdog.Look look = quietLook();
		killWorker();
		for (int i = 0; i <= QueueWatchdog.SHORT_LOOKS; i++) {
			look.run();
		}
		assertThat(this.queue.replacedWorkers()).isEqualTo(1);
	}

	@Test
	void watchdogReplacesAWorkerThatDiesAfterAQuietTime() throws Exception {
		quietLook();
		QueueWatchdog.watch(this.queue.core());
		await().during(Duration.ofMillis(300)).until(() -> this.queue.replacedWorkers() == 0);
		killWorker();
		await().until(() -> this.queue.replacedWorkers() == 1);
	}

	private void killWorker() {
		InFlight inFlight = this.queue.core().pool.inFlights.get(0);
		this.buffer.deadly = true;
		this.queue.core().pool.wakeAll();
		await().until(() -> inFlight.lostTo != null || this.queue.replacedWorkers() > 0);
	}

	@Test
	void watchdogLooksAtQueuesThatComeWhileItRuns() throws Exception {
		quietLook();
		QueueWatchdog.watch(this.queue.core());
		await().until(() -> this.queue.core().buffer.isEmpty());
		QueueBuffer buffer = QueueBuffers.bounded(16);
		DefaultSafeQueue<Object> second = new DefaultSafeQueue<>(Fixtures.settings(16, 1, this.outcomes),
				this.outcomes.handler(), Fixtures.LIMIT, buffer);
		second.start();
		await().until(second.core().pool.workers.get(0).parker::isAnnounced);
		buffer.offer("unheard");
		this.outcomes.answered("unheard", true);
		await().until(() -> second.snapshot().handled() == 1);
		second.close();
	}

	@Test
	void watchdogDoesNotHoldAClosedQueueWhileItLooksAtOthers() throws Exception {
		quietLook();
		QueueWatchdog.watch(this.queue.core());
		WeakReference<Object> closed = openAndClose();
		await().until(() -> {
			System.gc();
			return closed.get() == null;
		});
	}

	private static WeakReference<Object> openAndClose() throws InterruptedException {
		CloseableSafeQueue<Object> queue = SafeQueues.builder().name("closed").handler((item) -> {
		}).build();
		// The watchdog has seen it.
		await().during(Duration.ofMillis(300)).until(() -> queue.size() == 0);
		queue.close();
		return new WeakReference<>(queue);
	}

}
