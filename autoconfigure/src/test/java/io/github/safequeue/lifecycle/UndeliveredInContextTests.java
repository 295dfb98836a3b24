/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.DisposableBean;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.UndeliveredWork;
import io.github.safequeue.UndeliveredWorkHandler;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.autoconfigure.QueueTestRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a bean that receives undelivered work finds while the context closes.
 */
@Timeout(120)
class UndeliveredInContextTests {

	private final CountDownLatch release = new CountDownLatch(1);

	@Test
	void whatTheBeanNeedsLivesUntilItHasTakenItsTime() {
		Store store = new Store();
		close(store, (work) -> {
			LockSupport.parkNanos(300_000_000);
			putWaiting(store, work);
		});
		assertThat(store.taken).containsExactlyInAnyOrder("a: 3 items", "b: 3 items");
	}

	@Test
	void theBeanIsToldByTheNextQueueAlthoughItNeverReturnedToTheFirstAndTheContextCloses() {
		Store store = new Store();
		long start = System.nanoTime();
		close(store, (work) -> {
			putWaiting(store, work);
			await();
		});
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
		assertThat(store.taken).containsExactlyInAnyOrder("a: 3 items", "b: 3 items");
		this.release.countDown();
	}

	@Test
	void whatTheBeanNeedsLivesUntilItKnowsWhatIsInFlight() {
		Store store = new Store();
		close(store, new Stuck((item) -> await()), (work) -> {
			if (work.reason() == UndeliveredWork.Reason.IN_FLIGHT) {
				LockSupport.parkNanos(100_000_000);
				store.put(work);
			}
		});
		assertThat(store.taken).containsExactlyInAnyOrder("a: 1 items", "b: 1 items");
	}

	/** Leaves out the notice of a handler that a slow machine has not ended in time. */
	private static void putWaiting(Store store, UndeliveredWork work) {
		if (work.reason() != UndeliveredWork.Reason.IN_FLIGHT) {
			store.put(work);
		}
	}

	private void close(Store store, UndeliveredWorkHandler handler) {
		close(store, new Stuck((item) -> this.release.await()), handler);
	}

	private void close(Store store, Stuck stuck, UndeliveredWorkHandler handler) {
		QueueTestRunner.create()
			.withPropertyValues("safequeue.shutdown.drain-timeout=100ms")
			.withBean(Stuck.class, () -> stuck)
			.withBean("store", Store.class, () -> store)
			.withBean("undelivered", Undelivered.class, () -> new Undelivered(handler),
					(definition) -> definition.setDependsOn("store"))
			.run((context) -> {
				for (String name : List.of("a", "b")) {
					SafeQueue<String> queue = QueueTestRunner.queue(context, name);
					for (int i = 0; i < 4; i++) {
						queue.offer("item " + i);
					}
				}
				stuck.entered.await();
			});
		this.release.countDown();
	}

	private void await() {
		while (this.release.getCount() > 0) {
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				// That is the point.
			}
		}
	}

	record Undelivered(UndeliveredWorkHandler handler) implements UndeliveredWorkHandler {

		@Override
		public void onUndelivered(UndeliveredWork work) {
			this.handler.onUndelivered(work);
		}

	}

	/** What the handler of undelivered work needs. */
	static class Store implements DisposableBean {

		private final List<String> taken = new CopyOnWriteArrayList<>();

		private volatile boolean destroyed;

		void put(UndeliveredWork work) {
			this.taken.add((this.destroyed) ? "too late" : work.queue() + ": " + work.items().size() + " items");
		}

		@Override
		public void destroy() {
			this.destroyed = true;
		}

	}

	static class Stuck {

		private final CountDownLatch entered = new CountDownLatch(2);

		private final WorkHandler<String> waiting;

		Stuck(WorkHandler<String> waiting) {
			this.waiting = waiting;
		}

		@SafeQueueListener({ "a", "b" })
		void on(String item) throws Exception {
			this.entered.countDown();
			this.waiting.handle(item);
		}

	}

}
