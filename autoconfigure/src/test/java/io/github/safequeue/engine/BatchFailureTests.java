/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.retry.RetryPolicy;

import io.github.safequeue.BatchFailedException;
import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.ContextWorkHandler;
import io.github.safequeue.DeadLetter;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.UndeliveredWork;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.testing.Faults;
import io.github.safequeue.testing.HushedExtension;
import io.github.safequeue.testing.Outcomes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Batches whose handler says which item failed.
 */
@Timeout(120)
@ExtendWith(HushedExtension.class)
class BatchFailureTests {

	private static final RetryPolicy TWICE = RetryPolicy.builder().maxRetries(2).delay(Duration.ofMillis(1)).build();

	private static final RetryPolicy TOMORROW = RetryPolicy.builder().maxRetries(2).delay(Duration.ofDays(1)).build();

	private final IllegalStateException cause = new IllegalStateException("on purpose");

	/** What the handler was given, with the number of the attempt. */
	private final List<String> calls = new CopyOnWriteArrayList<>();

	private final List<DeadLetter<?>> letters = new CopyOnWriteArrayList<>();

	private final List<Object> undelivered = new CopyOnWriteArrayList<>();

	private SafeQueueBuilder builder(WorkerPools pool, Call call) {
		return builder(pool, SafeQueues.builder(), call);
	}

	/** The first batch holds all that waits when the queue is resumed. */
	private SafeQueueBuilder builder(WorkerPools pool, SafeQueueBuilder builder, Call call) {
		ContextWorkHandler<List<Object>> handler = (items, context) -> {
			this.calls.add(items + " " + context.attempt());
			call.handle(items, this.calls.size());
		};
		return pool.prepareUndivided(builder, (item) -> {
		})
			.batchHandler(handler, 5)
			.autoStartup(false)
			.deadLetterHandler(this.letters::add)
			.undeliveredWorkHandler((work) -> {
				assertThat(work.reason()).isEqualTo(UndeliveredWork.Reason.DRAIN_TIMEOUT);
				this.undelivered.addAll(work.items());
			});
	}

	private static List<CompletableFuture<Void>> submit(CloseableSafeQueue<Object> queue) {
		List<CompletableFuture<Void>> results = IntStream.rangeClosed(1, 5)
			.<CompletableFuture<Void>>mapToObj(queue::submit)
			.toList();
		queue.resume();
		return results;
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.MATCH_NONE, names = "SEVERAL.*")
	void itemAtTheIndexIsRetriedAloneThenTheRest(WorkerPools pool) {
		CloseableSafeQueue<Object> queue = builder(pool, (items, call) -> {
			if (call == 1) {
				throw new BatchFailedException(2, this.cause);
			}
		}).retry(TWICE).build();
		assertThat(submit(queue)).allSatisfy((result) -> assertThat(result).succeedsWithin(Fixtures.LIMIT));
		queue.close();
		assertThat(this.calls).containsExactly("[1, 2, 3, 4, 5] 1", "[3] 2", "[4, 5] 1");
		assertThat(queue.snapshot().handled()).isEqualTo(5);
		assertThat(queue.snapshot().retried()).isEqualTo(1);
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.MATCH_NONE, names = "SEVERAL.*")
	void withoutRetryTheItemAtTheIndexIsDeadLetteredAlone(WorkerPools pool) {
		CloseableSafeQueue<Object> queue = builder(pool, (items, call) -> {
			if (items.contains(3)) {
				throw new BatchFailedException(items.indexOf(3), this.cause);
			}
		}).build();
		List<CompletableFuture<Void>> results = submit(queue);
		assertThat(results.get(4)).succeedsWithin(Fixtures.LIMIT);
		assertThat(results.get(2)).failsWithin(Fixtures.LIMIT).withThrowableThat().withCause(this.cause);
		queue.close();
		assertThat(this.calls).containsExactly("[1, 2, 3, 4, 5] 1", "[4, 5] 1");
		assertThat(this.letters).singleElement().satisfies((letter) -> {
			assertThat(letter.item()).isEqualTo(3);
			assertThat(letter.cause()).isSameAs(this.cause);
			assertThat(letter.attempts()).isEqualTo(1);
		});
		assertThat(queue.snapshot().handled()).isEqualTo(4);
		assertThat(queue.snapshot().failed()).isEqualTo(1);
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.MATCH_NONE, names = "SEVERAL.*")
	void restMayFailAgain(WorkerPools pool) {
		CloseableSafeQueue<Object> queue = builder(pool, (items, call) -> {
			throw new BatchFailedException((call == 1) ? 1 : 0, this.cause);
		}).retry(RetryPolicy.builder().maxRetries(1).delay(Duration.ofMillis(1)).build()).build();
		submit(queue);
		await().atMost(Fixtures.LIMIT).until(() -> queue.snapshot().failed() == 4);
		queue.close();
		assertThat(this.calls).containsExactly("[1, 2, 3, 4, 5] 1", "[2] 2", "[3, 4, 5] 1", "[3] 2", "[4, 5] 1",
				"[4] 2", "[5] 1", "[5] 2");
		assertThat(this.letters).extracting(DeadLetter::item).isEqualTo(List.of(2, 3, 4, 5));
		assertThat(queue.snapshot().handled()).isEqualTo(1);
	}

	@Test
	void attemptsOfTheWholeBatchCountForTheItem() {
		CloseableSafeQueue<Object> queue = builder(WorkerPools.ONE, (items, call) -> {
			if (call == 1) {
				throw this.cause;
			}
			if (call <= 3) {
				throw new BatchFailedException(0, this.cause);
			}
		}).retry(TWICE).build();
		submit(queue);
		await().atMost(Fixtures.LIMIT).until(() -> queue.snapshot().handled() == 4);
		queue.close();
		assertThat(this.calls).containsExactly("[1, 2, 3, 4, 5] 1", "[1, 2, 3, 4, 5] 2", "[1] 3", "[2, 3, 4, 5] 1");
		assertThat(this.letters).extracting(DeadLetter::attempts).isEqualTo(List.of(3));
	}

	@Test
	void retryPolicyDecidesOnTheCause() {
		CloseableSafeQueue<Object> queue = builder(WorkerPools.ONE, (items, call) -> {
			if (call == 1) {
				throw new BatchFailedException(0, this.cause);
			}
		}).retry((failure) -> failure == this.cause).build();
		submit(queue);
		await().atMost(Fixtures.LIMIT).until(() -> queue.snapshot().handled() == 5);
		queue.close();
		assertThat(queue.snapshot().retried()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 5, Integer.MAX_VALUE, Integer.MIN_VALUE })
	void indexOutsideTheBatchIsAFailureOfTheWhole(int index) {
		BatchFailedException failure = new BatchFailedException(index, this.cause);
		CloseableSafeQueue<Object> queue = builder(WorkerPools.ONE, (items, call) -> {
			throw failure;
		}).retry(RetryPolicy.builder().maxRetries(1).delay(Duration.ZERO).build()).build();
		assertThat(submit(queue)).allSatisfy(
				(result) -> assertThat(result).failsWithin(Fixtures.LIMIT).withThrowableThat().withCause(failure));
		queue.close();
		assertThat(this.calls).containsExactly("[1, 2, 3, 4, 5] 1", "[1, 2, 3, 4, 5] 2");
		assertThat(this.letters).hasSize(5).extracting(DeadLetter::cause).containsOnly(failure);
	}

	@Test
	void indexIsOneOfTheListOfTheCall() {
		CloseableSafeQueue<Object> queue = builder(WorkerPools.ONE, (items, call) -> {
			throw new BatchFailedException((call == 1) ? 2 : 3, this.cause);
		}).build();
		submit(queue);
		await().atMost(Fixtures.LIMIT).until(() -> queue.snapshot().failed() == 3);
		queue.close();
		assertThat(this.calls).containsExactly("[1, 2, 3, 4, 5] 1", "[4, 5] 1");
		assertThat(this.letters).extracting(DeadLetter::cause)
			.satisfiesExactly((cause) -> assertThat(cause).isSameAs(this.cause),
					(cause) -> assertThat(cause).isInstanceOf(BatchFailedException.class),
					(cause) -> assertThat(cause).isInstanceOf(BatchFailedException.class));
	}

	@Test
	void handlerOfSingleItemsFailsAsWithAnyOther() {
		BatchFailedException failure = new BatchFailedException(0, this.cause);
		CloseableSafeQueue<Object> queue = WorkerPools.ONE.build((item) -> {
			throw failure;
		});
		assertThat(queue.submit("item")).failsWithin(Fixtures.LIMIT).withThrowableThat().withCause(failure);
		queue.close();
	}

	@Test
	void listOfOneFailsWithTheCause() {
		WorkHandler<List<Object>> handler = (items) -> {
			throw new BatchFailedException(0, this.cause);
		};
		CloseableSafeQueue<Object> queue = SafeQueues.builder().name("q").batchHandler(handler, 1).build();
		assertThat(queue.submit("item")).failsWithin(Fixtures.LIMIT).withThrowableThat().withCause(this.cause);
		queue.close();
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.MATCH_NONE, names = "SEVERAL.*")
	void futuresOfTheItemsBeforeCompleteAtOnce(WorkerPools pool) {
		CloseableSafeQueue<Object> queue = builder(pool, (items, call) -> {
			throw new BatchFailedException(2, this.cause);
		}).retry(TOMORROW).drainTimeout(Duration.ZERO).build();
		List<CompletableFuture<Void>> results = submit(queue);
		assertThat(results.subList(0, 2)).allSatisfy((result) -> assertThat(result).succeedsWithin(Fixtures.LIMIT));
		assertThat(results.subList(2, 5)).noneMatch(CompletableFuture::isDone);
		assertThat(queue.snapshot().handled()).isEqualTo(2);
		assertThat(queue.snapshot().inFlight()).isEqualTo(3);
		queue.close();
		await().atMost(Fixtures.LIMIT).until(() -> this.undelivered.size() == 3);
		assertThat(this.undelivered).containsExactly(3, 4, 5);
		assertThat(results.subList(2, 5)).allSatisfy((result) -> assertThat(result).failsWithin(Fixtures.LIMIT));
		assertThat(this.calls).hasSize(1);
		assertThat(queue.snapshot()).extracting(SafeQueueSnapshot::handled, SafeQueueSnapshot::undelivered)
			.containsExactly(2L, 3L);
	}

	/** The call of the item alone goes on until the deadline interrupts it. */
	@ParameterizedTest
	@EnumSource(mode = Mode.MATCH_NONE, names = "SEVERAL.*")
	void deadlineStartsNothingOfTheRest(WorkerPools pool) {
		CloseableSafeQueue<Object> queue = builder(pool, (items, call) -> {
			if (call == 1) {
				throw new BatchFailedException(2, this.cause);
			}
			new CountDownLatch(1).await();
		}).retry(RetryPolicy.builder().maxRetries(1).delay(Duration.ZERO).build())
			.drainTimeout(Duration.ofMillis(1))
			.build();
		submit(queue);
		await().atMost(Fixtures.LIMIT).until(() -> this.calls.size() == 2);
		queue.close();
		await().atMost(Fixtures.LIMIT).until(() -> queue.snapshot().inFlight() == 0);
		assertThat(this.calls).containsExactly("[1, 2, 3, 4, 5] 1", "[3] 2");
		await().atMost(Fixtures.LIMIT).until(() -> this.undelivered.size() == 2);
		assertThat(this.undelivered).containsExactly(4, 5);
		assertThat(this.letters).extracting(DeadLetter::item).isEqualTo(List.of(3));
		assertThat(queue.snapshot().handled()).isEqualTo(2);
	}

	@ParameterizedTest
	@EnumSource(names = { "LANES", "VIRTUAL_LANES" })
	void keysOfWhatIsHandledAreFreeAndThoseOfTheRestAreNot(WorkerPools pool) {
		List<Object> handled = new CopyOnWriteArrayList<>();
		CloseableSafeQueue<Object> queue = builder(pool, (items, call) -> {
			if (call == 1) {
				throw new BatchFailedException(2, this.cause);
			}
			handled.addAll(items);
		}).key(BatchFailureTests::firstLetter).retry(TOMORROW).drainTimeout(Duration.ZERO).build();
		List.of("a1", "b1", "b2", "c1").forEach(queue::offer);
		queue.resume();
		await().atMost(Fixtures.LIMIT).until(() -> queue.snapshot().handled() == 2);
		List.of("c2", "b3", "a2", "d1").forEach(queue::offer);
		await().atMost(Fixtures.LIMIT).until(() -> queue.snapshot().handled() == 4);
		queue.close();
		await().atMost(Fixtures.LIMIT).until(() -> this.undelivered.size() == 4);
		assertThat(handled).containsExactlyInAnyOrder("a2", "d1");
		assertThat(this.undelivered).containsExactlyInAnyOrder("b2", "c1", "c2", "b3");
	}

	@ParameterizedTest
	@EnumSource(names = { "LANES", "VIRTUAL_LANES" })
	void keyOfTheItemAloneIsFreeWhileTheRestIsHandled(WorkerPools pool) {
		CountDownLatch other = new CountDownLatch(1);
		CloseableSafeQueue<Object> queue = builder(pool, (items, call) -> {
			if (call == 1) {
				throw new BatchFailedException(0, this.cause);
			}
			if (items.contains("b1")) {
				other.await();
			}
			if (items.contains("a2")) {
				other.countDown();
			}
		}).key(BatchFailureTests::firstLetter).retry(TWICE).build();
		List.of("a1", "b1").forEach(queue::offer);
		queue.resume();
		await().atMost(Fixtures.LIMIT).until(() -> this.calls.contains("[b1] 1"));
		queue.offer("a2");
		await().atMost(Fixtures.LIMIT).until(() -> queue.snapshot().handled() == 3);
		queue.close();
	}

	@ParameterizedTest
	@EnumSource(names = { "LANES", "VIRTUAL_LANES" })
	void itemsOfAKeyStayInOrder(WorkerPools pool) throws Exception {
		List<String> handled = new CopyOnWriteArrayList<>();
		WorkHandler<List<String>> handler = (items) -> {
			for (int i = 0; i < items.size(); i++) {
				if (ThreadLocalRandom.current().nextInt(4) == 0) {
					throw new BatchFailedException(i, this.cause);
				}
				handled.add(items.get(i));
			}
		};
		CloseableSafeQueue<String> queue = pool.prepare(SafeQueues.builder(), (item) -> {
		})
			.batchHandler(handler, 5)
			.key(BatchFailureTests::firstLetter)
			.retry(RetryPolicy.builder().maxRetries(Long.MAX_VALUE).delay(Duration.ofMillis(1)).build())
			.build();
		List<String> items = IntStream.range(0, 500).mapToObj((i) -> "abc".charAt(i % 3) + "" + i).toList();
		items.forEach(queue::offer);
		assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
		queue.close();
		for (String key : List.of("a", "b", "c")) {
			Function<List<String>, List<String>> ofKey = (
					all) -> all.stream().filter((item) -> item.startsWith(key)).toList();
			assertThat(ofKey.apply(handled)).isEqualTo(ofKey.apply(items));
		}
	}

	@Test
	void stepsHandleTheWholeBatch() {
		ManagedQueue<Object> queue = (ManagedQueue<Object>) builder(WorkerPools.LANES, Fixtures.manual(),
				(items, call) -> {
					if (items.contains(3)) {
						throw new BatchFailedException(items.indexOf(3), this.cause);
					}
				})
			.retry(TOMORROW)
			.<Object>build();
		queue.start();
		submit(queue);
		assertThat(queue.manual().handleNext()).isTrue();
		assertThat(this.calls).containsExactly("[1, 2, 3, 4, 5] 1", "[3] 2", "[3] 3", "[4, 5] 1");
		assertThat(queue.manual().deadLetters()).extracting(DeadLetter::attempts).isEqualTo(List.of(3));
		assertThat(queue.manual().handleNext()).isFalse();
		assertThat(queue.snapshot().handled()).isEqualTo(4);
		queue.close();
	}

	@Test
	void workerThatDiesLeavesTheRestToTheReport() {
		InFlight inFlight = new InFlight("q", 1);
		inFlight.beginTaking();
		Batch batch = new Batch(List.of(1, 2, 3, 4));
		inFlight.assign(batch);
		inFlight.countHandledBefore(batch, 1);
		assertThat(inFlight.argument()).isEqualTo(List.of(2));
		assertThat(inFlight.elements()).containsExactly(2, 3, 4);
		assertThat(inFlight.describe()).startsWith("3 x ");
		inFlight.countFailed();
		assertThat(inFlight.argument()).isEqualTo(List.of(3, 4));
		assertThat(inFlight.elements()).containsExactly(3, 4);
		inFlight.countHandled();
		assertThat(inFlight.content()).isNull();
		assertThat(inFlight.handled()).isEqualTo(3);
		assertThat(inFlight.failed()).isEqualTo(1);
	}

	/** Failures at random, and a deadline that comes at any moment. */
	@ParameterizedTest
	@EnumSource
	void eachItemEndsOnce(WorkerPools pool) throws Exception {
		for (int round = 0; round < Faults.scaled(20, 2000); round++) {
			Outcomes outcomes = new Outcomes();
			WorkHandler<List<Object>> handler = (items) -> {
				ThreadLocalRandom random = ThreadLocalRandom.current();
				if (random.nextInt(5) == 0) {
					throw this.cause;
				}
				for (int i = 0; i < items.size(); i++) {
					if (random.nextInt(5) == 0) {
						throw new BatchFailedException(i, this.cause);
					}
					outcomes.handled(items.get(i));
				}
			};
			CloseableSafeQueue<Object> queue = pool.prepare(SafeQueues.builder(), (item) -> {
			})
				.batchHandler(handler, 7)
				.retry(RetryPolicy.builder().maxRetries(2).delay(Duration.ofMillis(round % 3)).build())
				.deadLetterHandler(outcomes)
				.undeliveredWorkHandler(outcomes)
				.drainTimeout(Duration.ofMillis((round % 4) * 3L))
				.build();
			List<CompletableFuture<Void>> results = new ArrayList<>();
			for (int i = 0; i < 200; i++) {
				CompletableFuture<Void> result = queue.submit(i);
				outcomes.answered(i, true);
				results.add(result);
			}
			queue.close();
			await().atMost(Fixtures.LIMIT).until(() -> results.stream().allMatch(CompletableFuture::isDone));
			await().atMost(Fixtures.LIMIT).untilAsserted(outcomes::assertTrue);
			SafeQueueSnapshot end = queue.snapshot();
			assertThat(end.handled()).isEqualTo(outcomes.count("handled"));
			assertThat(end.failed()).isEqualTo(outcomes.count("failed"));
			assertThat(end.undelivered()).isEqualTo(outcomes.count("undelivered"));
			assertThat(end.handled() + end.failed() + end.undelivered()).isEqualTo(end.accepted());
		}
	}

	private static char firstLetter(String item) {
		return item.charAt(0);
	}

	private interface Call {

		void handle(List<Object> items, int call) throws Exception;

	}

}
