/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.executor;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.TaskRejectedException;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.DeadLetter;
import io.github.safequeue.RejectedWorkException;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.UndeliveredWork;
import io.github.safequeue.UndeliveredWorkException;
import io.github.safequeue.autoconfigure.QueueTestRunner;
import io.github.safequeue.testing.HushedExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * The executor on a queue: what is refused, what the futures tell, and what cancelling
 * does.
 */
@ExtendWith(HushedExtension.class)
class QueueTaskExecutorTests {

	private final List<DeadLetter<?>> letters = new CopyOnWriteArrayList<>();

	private final List<UndeliveredWork> undelivered = new CopyOnWriteArrayList<>();

	private final CountDownLatch release = new CountDownLatch(1);

	private @Nullable CloseableSafeQueue<Runnable> queue;

	@AfterEach
	void close() {
		this.release.countDown();
		if (this.queue != null) {
			this.queue.close();
		}
	}

	@Test
	void fullQueueRefusesAndTellsQueueReasonAndRemedy() {
		AsyncTaskExecutor executor = executor((builder) -> builder.capacity(2).autoStartup(false), null);
		executor.execute(() -> {
		});
		executor.submit(() -> "second");
		for (Runnable refused : waysIn(executor)) {
			assertThatExceptionOfType(TaskRejectedException.class).isThrownBy(refused::run)
				.withMessageContaining("'tasks' is full")
				.withMessageContaining("safequeue.queues.tasks.capacity")
				.withCauseInstanceOf(RejectedWorkException.class);
		}
		assertThat(queue().snapshot().rejectedFull()).isEqualTo(5);
	}

	@Test
	void closedQueueRefusesAndTellsQueueReasonAndRemedy() {
		AsyncTaskExecutor executor = executor(UnaryOperator.identity(), null);
		queue().close();
		for (AsyncTaskExecutor closed : List.of(executor, SafeQueueTaskExecutors.closed("tasks"))) {
			for (Runnable refused : waysIn(closed)) {
				assertThatExceptionOfType(TaskRejectedException.class).isThrownBy(refused::run)
					.withMessageContaining("'tasks' is closed")
					.withMessageContaining("Submit from a bean that was given the executor")
					.satisfies((ex) -> assertThat(ex.getCause()).isInstanceOfSatisfying(RejectedWorkException.class,
							(cause) -> assertThat(cause.reason()).isEqualTo(RejectedWorkException.Reason.CLOSED)));
			}
		}
	}

	private static List<Runnable> waysIn(AsyncTaskExecutor executor) {
		Runnable task = () -> {
		};
		return List.of(() -> executor.execute(task), () -> executor.submit(task), () -> executor.submit(() -> "result"),
				() -> executor.submitCompletable(task), () -> executor.execute(new FutureTask<>(task, "result")));
	}

	@Test
	void nothingCannotBeSubmitted() {
		AsyncTaskExecutor executor = executor(UnaryOperator.identity(), null);
		assertThatNullPointerException().isThrownBy(() -> executor.execute(nothing()));
		assertThatNullPointerException().isThrownBy(() -> executor.submit(QueueTaskExecutorTests.<Runnable>nothing()));
		assertThatNullPointerException()
			.isThrownBy(() -> executor.submitCompletable(QueueTaskExecutorTests.<Runnable>nothing()));
	}

	@SuppressWarnings({ "NullAway", "TypeParameterUnusedInFormals" })
	private static <T> T nothing() {
		return null;
	}

	@Test
	void futuresTellTheResult() throws Exception {
		AsyncTaskExecutor executor = executor(UnaryOperator.identity(), null);
		assertThat(executor.submit(() -> "future").get(30, TimeUnit.SECONDS)).isEqualTo("future");
		assertThat(executor.submitCompletable(() -> "completable").thenApply(String::length))
			.succeedsWithin(QueueTestRunner.LIMIT)
			.isEqualTo(11);
		AtomicInteger run = new AtomicInteger();
		assertThat(executor.submit((Runnable) run::incrementAndGet)).succeedsWithin(QueueTestRunner.LIMIT);
		assertThat(executor.submitCompletable((Runnable) run::incrementAndGet)).succeedsWithin(QueueTestRunner.LIMIT);
		assertThat(run).hasValue(2);
	}

	@Test
	void whatIsThrownGoesToTheFutureAloneAndIsNotTriedAgain() {
		AsyncTaskExecutor executor = executor(
				(builder) -> builder.retry(RetryPolicy.builder().maxRetries(2).delay(Duration.ofMillis(1)).build()),
				null);
		AtomicInteger calls = new AtomicInteger();
		IllegalStateException failure = new IllegalStateException("on purpose");
		Future<?> future = executor.submit(() -> {
			calls.incrementAndGet();
			throw failure;
		});
		assertThat(future).failsWithin(QueueTestRunner.LIMIT)
			.withThrowableOfType(ExecutionException.class)
			.withCause(failure);
		CompletableFuture<?> completable = executor.submitCompletable(() -> {
			calls.incrementAndGet();
			throw failure;
		});
		assertThat(completable).failsWithin(QueueTestRunner.LIMIT)
			.withThrowableOfType(ExecutionException.class)
			.withCause(failure);
		assertThatExceptionOfType(CompletionException.class).isThrownBy(completable::join).withCause(failure);
		QueueTestRunner.settle(queue());
		assertThat(calls).hasValue(2);
		assertThat(queue().snapshot().handled()).isEqualTo(2);
		assertThat(this.letters).isEmpty();
	}

	@Test
	void whatIsThrownWithoutAFutureIsTriedAgainAndThenADeadLetter() {
		AsyncTaskExecutor executor = executor(
				(builder) -> builder.retry(RetryPolicy.builder().maxRetries(2).delay(Duration.ofMillis(1)).build()),
				null);
		AtomicInteger calls = new AtomicInteger();
		executor.execute(() -> {
			calls.incrementAndGet();
			throw new IllegalStateException("on purpose");
		});
		QueueTestRunner.settle(queue());
		assertThat(calls).hasValue(3);
		assertThat(this.letters).singleElement().satisfies((letter) -> assertThat(letter.attempts()).isEqualTo(3));
	}

	@ParameterizedTest
	@EnumSource
	void whatIsCancelledBeforeItBeginsIsNotRunAndCountsAsHandledOnce(Way way) {
		AsyncTaskExecutor executor = executor((builder) -> builder.autoStartup(false), null);
		AtomicBoolean run = new AtomicBoolean();
		Future<?> future = way.submit(executor, () -> run.set(true));
		assertThat(future.cancel(false)).isTrue();
		queue().resume();
		QueueTestRunner.settle(queue());
		assertThat(run).isFalse();
		assertThat(future).isCancelled();
		assertThat(queue().snapshot().handled()).isEqualTo(1);
	}

	@ParameterizedTest
	@EnumSource
	void cancellingInterruptsTheTaskAndNotTheNextOne(Way way) {
		AsyncTaskExecutor executor = executor(UnaryOperator.identity(), null);
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch interrupted = new CountDownLatch(1);
		Future<?> future = way.submit(executor, () -> {
			begun.countDown();
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
				// As polite tasks do: the flag must not reach the next one.
				Thread.currentThread().interrupt();
			}
		});
		await(begun);
		Future<Boolean> next = executor.submit(() -> Thread.currentThread().isInterrupted());
		assertThat(future.cancel(true)).isTrue();
		await(interrupted);
		assertThat(next).succeedsWithin(QueueTestRunner.LIMIT).isEqualTo(false);
		assertThatExceptionOfType(CancellationException.class).isThrownBy(future::get);
		QueueTestRunner.settle(queue());
		assertThat(queue().snapshot().handled()).isEqualTo(2);
	}

	@ParameterizedTest
	@EnumSource
	void cancellingWithoutInterruptLetsTheTaskEnd(Way way) {
		AsyncTaskExecutor executor = executor(UnaryOperator.identity(), null);
		CountDownLatch begun = new CountDownLatch(1);
		AtomicBoolean ended = new AtomicBoolean();
		Future<?> future = way.submit(executor, () -> {
			begun.countDown();
			await(this.release);
			ended.set(true);
		});
		await(begun);
		assertThat(future.cancel(false)).isTrue();
		this.release.countDown();
		QueueTestRunner.settle(queue());
		assertThat(ended).isTrue();
		assertThat(future).isCancelled();
	}

	@Test
	void completableFutureThatIsCompletedByOthersBeforeItsTaskBeginsKeepsItFromRunning() {
		AsyncTaskExecutor executor = executor((builder) -> builder.autoStartup(false), null);
		AtomicBoolean run = new AtomicBoolean();
		CompletableFuture<String> future = executor.submitCompletable(() -> {
			run.set(true);
			return "late";
		});
		future.complete("early");
		queue().resume();
		QueueTestRunner.settle(queue());
		assertThat(run).isFalse();
		assertThat(future).isCompletedWithValue("early");
	}

	@ParameterizedTest
	@EnumSource
	void nobodyWaitsForATaskThatIsNotDelivered(Way way) {
		AsyncTaskExecutor executor = executor(UnaryOperator.identity(), null);
		CountDownLatch begun = new CountDownLatch(1);
		executor.execute(() -> {
			begun.countDown();
			await(this.release);
		});
		await(begun);
		AtomicBoolean run = new AtomicBoolean();
		Future<?> future = way.submit(executor, () -> run.set(true));
		FutureTask<String> plain = new FutureTask<>(() -> run.set(true), "result");
		executor.execute(plain);
		queue().close();
		assertThat(future).failsWithin(QueueTestRunner.LIMIT)
			.withThrowableOfType(ExecutionException.class)
			.havingCause()
			.isInstanceOfSatisfying(UndeliveredWorkException.class, (undelivered) -> {
				assertThat(undelivered.queue()).isEqualTo("tasks");
				assertThat(undelivered.reason()).isEqualTo(UndeliveredWork.Reason.DRAIN_TIMEOUT);
			});
		Awaitility.await().atMost(QueueTestRunner.LIMIT).until(plain::isCancelled);
		assertThat(run).isFalse();
		assertThat(this.undelivered).filteredOn((work) -> work.reason() == UndeliveredWork.Reason.DRAIN_TIMEOUT)
			.singleElement()
			.satisfies((work) -> assertThat(work.items()).hasSize(2));
	}

	@Test
	void decoratorWrapsEachTaskOnceOnTheSubmittingThread() {
		List<Thread> decorating = new CopyOnWriteArrayList<>();
		List<Thread> running = new CopyOnWriteArrayList<>();
		AsyncTaskExecutor executor = executor(UnaryOperator.identity(), (task) -> {
			decorating.add(Thread.currentThread());
			return () -> {
				running.add(Thread.currentThread());
				task.run();
			};
		});
		List<Runnable> ways = waysIn(executor);
		ways.forEach(Runnable::run);
		QueueTestRunner.settle(queue());
		assertThat(decorating).hasSameSizeAs(ways).containsOnly(Thread.currentThread());
		assertThat(running).hasSameSizeAs(ways).doesNotContain(Thread.currentThread());
	}

	@Test
	void failureOfADecoratedTaskOutsideTheTaskItselfReachesTheFuture() {
		IllegalStateException failure = new IllegalStateException("on purpose");
		AsyncTaskExecutor executor = executor(UnaryOperator.identity(), (task) -> () -> {
			throw failure;
		});
		for (Way way : Way.values()) {
			assertThat(way.submit(executor, () -> {
			})).failsWithin(QueueTestRunner.LIMIT).withThrowableOfType(ExecutionException.class).withCause(failure);
		}
	}

	@Test
	void itemsDoNotShowWhatTheyRun() {
		AsyncTaskExecutor executor = executor(UnaryOperator.identity(), null);
		executor.execute(() -> await(this.release));
		Runnable telling = new Runnable() {
			@Override
			public void run() {
				// Says enough by its name.
			}

			@Override
			public String toString() {
				return "secret";
			}
		};
		executor.submit(telling);
		executor.submitCompletable(telling);
		queue().close();
		Stream<String> shown = this.undelivered.stream().flatMap((work) -> work.items().stream()).map(Object::toString);
		assertThat(shown).hasSize(2).noneMatch((text) -> text.contains("secret"));
	}

	private AsyncTaskExecutor executor(UnaryOperator<SafeQueueBuilder> change, @Nullable TaskDecorator decorator) {
		SafeQueueBuilder builder = SafeQueues.builder()
			.name("tasks")
			.itemType(Runnable.class)
			.handler((Runnable task) -> task.run())
			.drainTimeout(Duration.ofMillis(50))
			.deadLetterHandler(this.letters::add)
			.undeliveredWorkHandler(this.undelivered::add);
		this.queue = change.apply(builder).build();
		return SafeQueueTaskExecutors.on(queue(), decorator);
	}

	private CloseableSafeQueue<Runnable> queue() {
		if (this.queue == null) {
			throw new IllegalStateException("No queue");
		}
		return this.queue;
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(QueueTestRunner.LIMIT.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	enum Way {

		FUTURE {
			@Override
			Future<?> submit(AsyncTaskExecutor executor, Runnable task) {
				return executor.submit(task);
			}
		},

		COMPLETABLE {
			@Override
			Future<?> submit(AsyncTaskExecutor executor, Runnable task) {
				return executor.submitCompletable(task);
			}
		};

		abstract Future<?> submit(AsyncTaskExecutor executor, Runnable task);

	}

}
