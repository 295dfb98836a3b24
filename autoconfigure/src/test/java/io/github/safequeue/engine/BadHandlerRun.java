/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.springframework.core.retry.RetryPolicy;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.UndeliveredWorkException;
import io.github.safequeue.testing.Outcomes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * One queue with a bad handler, in good or bad company, from its start to its end.
 *
 * @param pool the kind of queue
 * @param batches whether the handler takes batches
 * @param handler what the handler does with every fifth item
 * @param policy when failed items are tried again
 * @param deadLetters what the handler of dead letters does
 * @param undelivered what the handler of undelivered work does
 * @param badTimings whether the recorder of times throws
 * @param outcomes what became of the items
 * @param queueReference the queue
 * @param released opened at the end, for what ignores interrupts
 * @param more the last item that was offered by handlers
 * @param handled the items whose handling succeeded
 */
record BadHandlerRun(WorkerPools pool, boolean batches, BadHandler handler, BadCompany.Policy policy,
		BadCompany.Listener deadLetters, BadCompany.Listener undelivered, boolean badTimings, Outcomes outcomes,
		AtomicReference<CloseableSafeQueue<Object>> queueReference, CountDownLatch released, AtomicInteger more,
		Set<Object> handled) {

	private static final int ITEMS = 40;

	/** Beyond the promised two seconds: what a noisy machine may add. */
	private static final Duration ALLOWANCE = Duration.ofSeconds(8);

	BadHandlerRun(WorkerPools pool, boolean batches, BadHandler handler, BadCompany.Policy policy,
			BadCompany.Listener deadLetters, BadCompany.Listener undelivered, boolean badTimings) {
		this(pool, batches, handler, policy, deadLetters, undelivered, badTimings, new Outcomes(),
				new AtomicReference<>(), new CountDownLatch(1), new AtomicInteger(1000), ConcurrentHashMap.newKeySet());
	}

	CloseableSafeQueue<Object> queue() {
		return this.queueReference.get();
	}

	/** Offer to the queue until it refuses for the third time. */
	void offerMore(int items) {
		for (int i = 0, refused = 0; i < items && refused < 3; i++) {
			// Never a bad item.
			refused += this.outcomes.offer(queue(), 5 * this.more.incrementAndGet()) ? 0 : 1;
		}
	}

	void ignoreInterruptsUntilReleased() {
		while (this.released.getCount() > 0) {
			try {
				this.released.await();
			}
			catch (InterruptedException ex) {
				// That is the point.
			}
		}
	}

	private boolean sticks() {
		return this.handler.sticks() || this.policy.sticks() || this.deadLetters.sticks();
	}

	/**
	 * Let it happen.
	 * @return how long closing took beyond the time to drain
	 */
	Duration run() throws Exception {
		Duration drainTimeout = (sticks()) ? Duration.ofMillis(150) : Fixtures.LIMIT;
		CloseableSafeQueue<Object> queue = build(drainTimeout);
		this.queueReference.set(queue);
		Map<Object, CompletableFuture<Void>> futures = submit(queue);
		queue.resume();
		if (!sticks() && !this.handler.closes() && this.deadLetters != BadCompany.Listener.CLOSES) {
			assertLivesOn(queue);
		}
		long start = System.nanoTime();
		queue.close();
		Duration took = Duration.ofNanos(System.nanoTime() - start);
		assertThat(took).isLessThan(drainTimeout.plusSeconds(2).plus(ALLOWANCE));
		assertThat(queue.state()).isEqualTo(SafeQueueState.CLOSED);
		this.released.countDown();
		assertEnds(queue, futures);
		return (sticks()) ? took.minus(drainTimeout) : Duration.ZERO;
	}

	private CloseableSafeQueue<Object> build(Duration drainTimeout) {
		SafeQueueBuilder builder = this.pool.prepare(SafeQueues.builder(), (item) -> handle(List.of(item)));
		if (this.batches) {
			builder.batchHandler((List<Object> items) -> {
				handle(List.copyOf(items));
				items.clear();
			}, 4);
		}
		if (!this.pool.name().endsWith("UNBOUNDED")) {
			builder.capacity(64);
		}
		if (this.badTimings) {
			builder.timings(BadCompany.TIMINGS);
		}
		RetryPolicy policy = this.policy.policy(this);
		if (policy != null) {
			builder.retry(policy);
		}
		return builder.drainTimeout(drainTimeout).autoStartup(false).deadLetterHandler((letter) -> {
			this.outcomes.onDeadLetter(letter);
			this.deadLetters.told(this);
		}).undeliveredWorkHandler((work) -> {
			this.outcomes.onUndelivered(work);
			this.undelivered.told(this);
		}).build();
	}

	private void handle(List<Object> items) throws Exception {
		for (Object item : items) {
			if ((int) item % 5 == 3) {
				this.handler.handle(this);
			}
		}
		items.forEach(this.outcomes::handled);
		this.handled.addAll(items);
	}

	private Map<Object, CompletableFuture<Void>> submit(CloseableSafeQueue<Object> queue) {
		Map<Object, CompletableFuture<Void>> futures = new ConcurrentHashMap<>();
		for (int item = 0; item < ITEMS; item++) {
			if (item % 2 == 0) {
				assertThat(this.outcomes.offer(queue, item)).isTrue();
			}
			else {
				futures.put(item, queue.submit(item));
				this.outcomes.answered(item, true);
			}
		}
		return futures;
	}

	private void assertLivesOn(CloseableSafeQueue<Object> queue) throws Exception {
		assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
		// Handlers may have added items that were not there when this was asked.
		await().atMost(Fixtures.LIMIT).until(() -> queue.snapshot().size() + queue.snapshot().inFlight() == 0);
		for (int item = ITEMS; item < ITEMS + 10; item += 5) {
			assertThat(queue.submit(item)).succeedsWithin(Fixtures.LIMIT);
			this.outcomes.answered(item, true);
		}
		assertThat(((DefaultSafeQueue<?>) queue).replacedWorkers()).isZero();
		assertThat(((DefaultSafeQueue<?>) queue).missingWorkers()).isZero();
	}

	private void assertEnds(CloseableSafeQueue<Object> queue, Map<Object, CompletableFuture<Void>> futures) {
		await().atMost(Fixtures.LIMIT).untilAsserted(() -> {
			SafeQueueSnapshot end = queue.snapshot();
			assertThat(end.size()).isZero();
			assertThat(end.inFlight()).isZero();
			assertThat(end.accepted()).isEqualTo(this.outcomes.accepted())
				.isEqualTo(end.handled() + end.failed() + end.undelivered());
			assertThat(this.outcomes.count("handled")).isEqualTo(end.handled());
			assertThat(this.outcomes.count("failed")).isEqualTo(end.failed());
			assertThat(this.outcomes.count("undelivered")).isEqualTo(end.undelivered());
			assertThat(end.rejectedFull() + end.rejectedClosed()).isEqualTo(this.outcomes.refused());
			assertThat(futures.values()).allMatch(CompletableFuture::isDone);
		});
		this.outcomes.assertTrue();
		futures.forEach((item, future) -> assertThat(!future.isCompletedExceptionally()).as("future of item " + item)
			.isEqualTo(this.handled.contains(item) && !(isUndelivered(future) && this.outcomes.wasInFlight(item))));
		if (!sticks() && !this.batches) {
			assertThat(this.handled).as("all good items")
				.containsAll(IntStream.range(0, ITEMS).filter((item) -> item % 5 != 3).boxed().toList());
		}
		if (!sticks()) {
			assertThat(this.outcomes.count("undelivered")).isZero();
			assertThat(futures.values()).noneMatch(BadHandlerRun::isUndelivered);
		}
	}

	private static boolean isUndelivered(CompletableFuture<Void> future) {
		return future.handle((nothing, failure) -> failure).join() instanceof UndeliveredWorkException;
	}

	@Override
	public String toString() {
		return "%s%s, handler %s, policy %s, dead letters %s, undelivered %s%s".formatted(this.pool,
				(this.batches) ? " in batches" : "", this.handler, this.policy, this.deadLetters, this.undelivered,
				(this.badTimings) ? ", bad timings" : "");
	}

}
