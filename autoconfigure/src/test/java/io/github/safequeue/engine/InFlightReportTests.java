/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.DeadLetter;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.UndeliveredWork;
import io.github.safequeue.UndeliveredWork.Reason;
import io.github.safequeue.UndeliveredWorkException;
import io.github.safequeue.testing.Secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What closing says of items whose handler has not returned: a notice, once, and no
 * outcome.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class InFlightReportTests {

	private static final Duration DRAIN = Duration.ofMillis(100);

	/** Beyond the promised two seconds: what a noisy machine may add. */
	private static final Duration ALLOWANCE = Duration.ofSeconds(8);

	private static final int ITEMS = 12;

	private final CountDownLatch release = new CountDownLatch(1);

	private final List<UndeliveredWork> reports = new CopyOnWriteArrayList<>();

	private final List<DeadLetter<?>> letters = new CopyOnWriteArrayList<>();

	private final Map<Object, CompletableFuture<Void>> futures = new ConcurrentHashMap<>();

	@AfterEach
	void release() {
		this.release.countDown();
	}

	@ParameterizedTest
	@EnumSource
	void itemsOfAHandlerThatDoesNotReturnAreReported(WorkerPools pool) {
		CloseableSafeQueue<Object> queue = start(pool.prepare(SafeQueues.builder(), (item) -> stick()));
		closeInTime(queue);
		List<Object> inFlight = reported(Reason.IN_FLIGHT);
		SafeQueueSnapshot closed = queue.snapshot();
		assertThat(inFlight).hasSize(closed.inFlight()).doesNotHaveDuplicates();
		assertThat(closed.inFlight()).isEqualTo(closed.concurrency());
		assertThat(closed.undelivered()).isEqualTo(ITEMS - closed.inFlight());
		assertFutures(inFlight, Reason.IN_FLIGHT);
		this.release.countDown();
		await().atMost(Fixtures.LIMIT).until(() -> queue.snapshot().handled() == inFlight.size());
		assertThat(queue.snapshot().inFlight()).isZero();
		assertThat(queue.snapshot().failed()).isZero();
		assertReportedOnce(queue);
		assertFutures(inFlight, Reason.IN_FLIGHT);
	}

	@ParameterizedTest
	@EnumSource
	void batchesAreReportedAsTheirItems(WorkerPools pool) {
		CloseableSafeQueue<Object> queue = start(pool.prepare(SafeQueues.builder(), (item) -> {
		}).batchHandler((items) -> stick(), 3));
		closeInTime(queue);
		List<Object> inFlight = reported(Reason.IN_FLIGHT);
		assertThat(inFlight).hasSize(queue.snapshot().inFlight())
			.hasSizeGreaterThanOrEqualTo(3)
			.doesNotHaveDuplicates();
		assertFutures(inFlight, Reason.IN_FLIGHT);
		this.release.countDown();
		await().atMost(Fixtures.LIMIT).until(() -> queue.snapshot().handled() == inFlight.size());
		assertReportedOnce(queue);
	}

	@ParameterizedTest
	@EnumSource
	void callThatFailsAfterTheNoticeIsADeadLetter(WorkerPools pool) {
		CloseableSafeQueue<Object> queue = start(pool.prepare(SafeQueues.builder(), (item) -> {
			stick();
			throw new IllegalStateException("on purpose");
		}).deadLetterHandler(this.letters::add));
		closeInTime(queue);
		List<Object> inFlight = reported(Reason.IN_FLIGHT);
		assertThat(this.letters).isEmpty();
		this.release.countDown();
		await().atMost(Fixtures.LIMIT).until(() -> queue.snapshot().inFlight() == 0);
		assertThat(queue.snapshot().failed()).isEqualTo(inFlight.size());
		assertThat(this.letters.stream().<Object>map(DeadLetter::item)).containsExactlyInAnyOrderElementsOf(inFlight);
		assertReportedOnce(queue);
		assertFutures(inFlight, Reason.IN_FLIGHT);
	}

	@ParameterizedTest
	@EnumSource
	void callThatEndsWhenInterruptedIsNotReported(WorkerPools pool) {
		CloseableSafeQueue<Object> queue = start(pool.prepare(SafeQueues.builder(), (item) -> this.release.await())
			.deadLetterHandler(this.letters::add));
		closeInTime(queue);
		assertThat(reported(Reason.IN_FLIGHT)).isEmpty();
		assertThat(this.letters).hasSize(queue.snapshot().concurrency());
		assertThat(queue.snapshot().inFlight()).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void callThatClosesItsOwnQueueIsNotReported(WorkerPools pool) {
		AtomicReference<CloseableSafeQueue<Object>> self = new AtomicReference<>();
		CountDownLatch filled = new CountDownLatch(1);
		CloseableSafeQueue<Object> queue = prepare(pool.prepare(SafeQueues.builder(), (item) -> {
			filled.await();
			if (item.equals(0)) {
				self.get().close();
			}
		})).drainTimeout(Fixtures.LIMIT).build();
		self.set(queue);
		submit(queue);
		filled.countDown();
		await().atMost(Fixtures.LIMIT).until(() -> queue.snapshot().handled() == ITEMS);
		assertThat(this.reports).isEmpty();
		assertThat(this.futures.values()).allSatisfy((future) -> assertThat(future).succeedsWithin(Fixtures.LIMIT));
	}

	@ParameterizedTest
	@EnumSource
	void callThatWaitsForTheClosingOfAnotherThreadIsNotReported(WorkerPools pool) throws Exception {
		AtomicReference<CloseableSafeQueue<Object>> self = new AtomicReference<>();
		// Closing a second queue waits for that of the first, which waits for it.
		CloseableSafeQueue<Object> second = WorkerPools.ONE.build((item) -> self.get().close());
		CloseableSafeQueue<Object> queue = prepare(pool.prepare(SafeQueues.builder(), (item) -> {
			if (item.equals(0)) {
				second.offer("closes the first");
				second.close();
			}
		})).autoStartup(false).drainTimeout(Fixtures.LIMIT).build();
		self.set(queue);
		submit(queue);
		queue.close();
		await().atMost(Fixtures.LIMIT).until(() -> queue.snapshot().handled() == ITEMS);
		assertThat(this.reports).isEmpty();
	}

	@Test
	void keyFunctionThatDoesNotReturnIsReported() {
		CloseableSafeQueue<Object> queue = start(WorkerPools.ONE.prepare(SafeQueues.builder(), (item) -> {
		}).key((item) -> {
			stick();
			return item;
		}));
		closeInTime(queue);
		List<Object> inFlight = reported(Reason.IN_FLIGHT);
		assertThat(inFlight).hasSize(1);
		assertThat(reported(Reason.DRAIN_TIMEOUT)).hasSize(ITEMS - 1);
		assertFutures(inFlight, Reason.IN_FLIGHT);
		this.release.countDown();
		await().atMost(Fixtures.LIMIT).until(() -> queue.snapshot().undelivered() == ITEMS);
		assertThat(reported(Reason.IN_FLIGHT)).hasSize(1);
	}

	@Test
	void noticeThatFindsNoMemoryIsRepeated() {
		List<Integer> attempts = new ArrayList<>();
		DefaultSafeQueue<Object> queue = (DefaultSafeQueue<Object>) start(
				WorkerPools.ONE.prepare(SafeQueues.builder(), (item) -> stick()));
		InFlight inFlight = queue.core().pool.inFlights.get(0);
		await().until(() -> inFlight.content() != null);
		// An element that cannot be read three times.
		inFlight.assign(new Batch(new ArrayList<>(inFlight.elements()) {

			@Override
			public List<Object> subList(int from, int to) {
				attempts.add(size());
				if (attempts.size() <= 3) {
					throw new OutOfMemoryError("on purpose");
				}
				return super.subList(from, to);
			}

		}));
		closeInTime(queue);
		assertThat(attempts).hasSizeGreaterThan(3);
		assertThat(reported(Reason.IN_FLIGHT)).hasSize(1);
	}

	@Test
	void logNamesTypesAndNoContents(CapturedOutput output) {
		CloseableSafeQueue<Object> queue = WorkerPools.ONE.prepare(SafeQueues.builder(), (item) -> stick())
			.drainTimeout(DRAIN)
			.build();
		queue.offer(new Secret());
		queue.close();
		assertThat(output.getAll().lines())
			.filteredOn((line) -> line.contains("WARN") && line.contains("(IN_FLIGHT): " + Secret.class.getName()))
			.singleElement()
			.asString()
			.contains("Queue 'q': 1 accepted items are in flight in handlers that do not return");
		assertThat(output).doesNotContain(Secret.CONTENT);
	}

	private SafeQueueBuilder prepare(SafeQueueBuilder builder) {
		return builder.undeliveredWorkHandler(this.reports::add);
	}

	/** A queue with as many calls under way as it may have. */
	private CloseableSafeQueue<Object> start(SafeQueueBuilder builder) {
		CloseableSafeQueue<Object> queue = prepare(builder).drainTimeout(DRAIN).autoStartup(false).build();
		submit(queue);
		queue.resume();
		await().atMost(Fixtures.LIMIT).until(() -> inFlight(queue) == queue.snapshot().concurrency());
		return queue;
	}

	private static long inFlight(CloseableSafeQueue<Object> queue) {
		return ((DefaultSafeQueue<?>) queue).core().pool.inFlights.stream()
			.filter((inFlight) -> inFlight.thread != null && inFlight.content() != null)
			.count();
	}

	private void submit(CloseableSafeQueue<Object> queue) {
		IntStream.range(0, ITEMS).forEach((i) -> this.futures.put(i, queue.submit(i)));
	}

	private static void closeInTime(CloseableSafeQueue<Object> queue) {
		long start = System.nanoTime();
		queue.close();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(DRAIN.plusSeconds(2).plus(ALLOWANCE));
	}

	private List<Object> reported(Reason reason) {
		return this.reports.stream()
			.filter((work) -> work.reason() == reason)
			.<Object>flatMap((work) -> work.items().stream())
			.toList();
	}

	private void assertReportedOnce(CloseableSafeQueue<Object> queue) {
		queue.close();
		assertThat(this.reports).extracting(UndeliveredWork::queue).containsOnly("q");
		assertThat(this.reports.stream().<Object>flatMap((work) -> work.items().stream()))
			.containsExactlyInAnyOrderElementsOf(this.futures.keySet());
	}

	private void assertFutures(List<Object> items, Reason reason) {
		assertThat(items).allSatisfy((item) -> assertThat(this.futures.get(item)).failsWithin(Fixtures.LIMIT)
			.withThrowableThat()
			.havingCause()
			.isInstanceOfSatisfying(UndeliveredWorkException.class, (failure) -> {
				assertThat(failure.queue()).isEqualTo("q");
				assertThat(failure.reason()).isEqualTo(reason);
				assertThat(failure).hasMessageContaining("may have handled it");
			}));
	}

	/** Does not end when interrupted. */
	private void stick() {
		while (this.release.getCount() > 0) {
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				// That is the point.
			}
		}
	}

}
