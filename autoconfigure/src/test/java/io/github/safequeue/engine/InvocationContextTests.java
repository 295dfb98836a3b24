/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.retry.RetryPolicy;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.ContextPropagator;
import io.github.safequeue.DeadLetter;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.UndeliveredWork;
import io.github.safequeue.WorkObserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What surrounds handler calls: the context of submitters, and observers.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class InvocationContextTests {

	private static final ThreadLocal<@Nullable String> user = new ThreadLocal<>();

	private final AtomicInteger captures = new AtomicInteger();

	private final AtomicReference<@Nullable Supplier<Object>> capture = new AtomicReference<>();

	private final List<String> seen = new CopyOnWriteArrayList<>();

	private final ContextPropagator carrier = new ContextPropagator() {

		@Override
		public @Nullable Object capture() {
			InvocationContextTests.this.captures.incrementAndGet();
			Supplier<Object> other = InvocationContextTests.this.capture.get();
			return (other != null) ? other.get() : user.get();
		}

		@Override
		public Scope open(@Nullable Object captured) {
			String before = user.get();
			user.set((String) captured);
			return () -> user.set(before);
		}

	};

	@ParameterizedTest
	@EnumSource
	void contextReachesTheHandlerAndIsGoneForTheNextItem(WorkerPools pool) throws Exception {
		CloseableSafeQueue<Object> queue = pool.prepare(builder(), (item) -> this.seen.add(item + " " + user.get()))
			.propagateContext(true)
			.build();
		as("alice", () -> assertThat(queue.offer("first")).isTrue());
		assertThat(queue.submit("second")).succeedsWithin(Fixtures.LIMIT);
		as("bob", () -> assertThat(queue.submit("third")).succeedsWithin(Fixtures.LIMIT));
		assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
		assertThat(this.seen).containsExactlyInAnyOrder("first alice", "second null", "third bob");
		assertThat(queue.snapshot().handled()).isEqualTo(3);
		queue.close();
	}

	@Test
	void theHandlersThreadHasNoContextOnceTheCallIsOver() throws Exception {
		CloseableSafeQueue<Object> queue = managed().handler((item) -> {
		}).propagateContext(true).build();
		// What follows the future runs on the worker, behind the call.
		as("alice", () -> queue.submit("item").thenRun(() -> this.seen.add("afterwards " + user.get())));
		((ManagedQueue<?>) queue).start();
		assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
		await().untilAsserted(() -> assertThat(this.seen).containsExactly("afterwards null"));
		queue.close();
	}

	@Test
	void whatAHandlerLeavesOnItsThreadIsHiddenFromAnItemWithoutContext() {
		CloseableSafeQueue<Object> queue = builder().name("q").handler((item) -> {
			this.seen.add(item + " " + user.get());
			user.set("left behind");
		}).propagateContext(true).build();
		assertThat(queue.submit("first")).succeedsWithin(Fixtures.LIMIT);
		assertThat(queue.submit("second")).succeedsWithin(Fixtures.LIMIT);
		assertThat(this.seen).containsExactly("first null", "second null");
		queue.close();
	}

	@Test
	void contextReachesEachAttemptTheDeadLetterAndTheQueueItGoesTo() throws Exception {
		AtomicReference<@Nullable DeadLetter<?>> letter = new AtomicReference<>();
		CloseableSafeQueue<Object> next = builder().name("next")
			.handler((item) -> this.seen.add(item + " " + user.get()))
			.propagateContext(true)
			.build();
		CloseableSafeQueue<Object> queue = builder().name("q").handler((item) -> {
			this.seen.add("attempt " + user.get());
			throw new IllegalStateException("on purpose");
		})
			.retry(RetryPolicy.builder().maxRetries(2).delay(Duration.ofMillis(1)).build())
			.propagateContext(true)
			.deadLetterHandler((dead) -> {
				letter.set(dead);
				next.offer("next");
			})
			.build();
		as("alice", () -> queue.offer("item"));
		assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
		assertThat(next.awaitQuiescence(Fixtures.LIMIT)).isTrue();
		assertThat(this.seen).containsExactly("attempt alice", "attempt alice", "attempt alice", "next alice");
		assertThat(letter.get().item()).isEqualTo("item");
		queue.close();
		next.close();
	}

	@Test
	void nothingIsCapturedUnlessAsked() throws Exception {
		CloseableSafeQueue<Object> queue = builder().name("q")
			.handler((item) -> this.seen.add(item + " " + user.get()))
			.build();
		as("alice", () -> {
			queue.offer("first");
			queue.submit("second");
		});
		assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
		assertThat(this.seen).containsExactly("first null", "second null");
		assertThat(this.captures).hasValue(0);
		queue.close();
	}

	@Test
	void nothingIsCapturedForBatches() throws Exception {
		CloseableSafeQueue<Object> queue = builder().name("q")
			.batchHandler((List<Object> items) -> items.forEach((item) -> this.seen.add(item + " " + user.get())), 10)
			.propagateContext(true)
			.build();
		as("alice", () -> queue.offer("first"));
		assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
		assertThat(this.seen).containsExactly("first null");
		assertThat(this.captures).hasValue(0);
		queue.close();
	}

	@Test
	void undeliveredWorkAndKeysAndWorkersShowTheItem() {
		AtomicReference<@Nullable UndeliveredWork> undelivered = new AtomicReference<>();
		CountDownLatch release = new CountDownLatch(1);
		CloseableSafeQueue<Object> queue = builder().name("q")
			.handler((item) -> release.await())
			.key((Object item) -> ((String) item).length())
			.propagateContext(true)
			.drainTimeout(Duration.ZERO)
			.undeliveredWorkHandler(undelivered::set)
			.build();
		as("alice", () -> {
			queue.offer("in flight");
			queue.offer("waiting");
			queue.submit("waiting");
		});
		await().until(() -> queue.snapshot().inFlight() == 1);
		assertThat(((ManagedQueue<?>) queue).workers().toString()).contains("java.lang.String@")
			.doesNotContain("Envelope");
		queue.close();
		assertThat(undelivered.get().items()).isEqualTo(List.of("waiting", "waiting"));
		assertThat(queue.snapshot().accepted()).isEqualTo(3);
		release.countDown();
	}

	@ParameterizedTest
	@MethodSource("failures")
	void aCaptureThatFailsLosesAndRefusesNothingAndIsLoggedOnceByAWorker(Throwable failure, CapturedOutput output)
			throws Exception {
		this.capture.set(() -> {
			throw sneaky(failure);
		});
		CloseableSafeQueue<Object> queue = managed().handler((item) -> this.seen.add(item + " " + user.get()))
			.propagateContext(true)
			.build();
		CompletableFuture<Void> future = offerAll(queue);
		assertThat(output).doesNotContain("carrying the context");
		((ManagedQueue<?>) queue).start();
		assertThat(future).succeedsWithin(Fixtures.LIMIT);
		assertThat(this.seen).containsExactly("1 null", "2 null", "3 null");
		assertThat(output.getOut().split("carrying the context of a submitter failed", -1)).hasSize(2);
		queue.close();
	}

	private CompletableFuture<Void> offerAll(CloseableSafeQueue<Object> queue) {
		CompletableFuture<Void> future = new CompletableFuture<>();
		as("alice", () -> {
			assertThat(queue.offer("1")).isTrue();
			assertThat(queue.offer("2")).isTrue();
			queue.submit("3").whenComplete((nothing, ex) -> future.complete(null));
		});
		return future;
	}

	static Stream<Throwable> failures() {
		return Stream.of(new IllegalStateException("on purpose"), new StackOverflowError("on purpose"),
				new OutOfMemoryError("on purpose"), new NoClassDefFoundError("on purpose"));
	}

	@Test
	void aCaptureThatTakesTheWholeStackDoesNotKeepAnItemOut() {
		this.capture.set(InvocationContextTests::dig);
		CloseableSafeQueue<Object> queue = builder().name("q")
			.handler((item) -> this.seen.add("handled"))
			.propagateContext(true)
			.build();
		assertThat(queue.offer("item")).isTrue();
		await().atMost(Fixtures.LIMIT).until(() -> this.seen.size() == 1);
		queue.close();
	}

	@SuppressWarnings("InfiniteRecursion")
	private static Object dig() {
		return List.of(dig());
	}

	@Test
	void aScopeThatFailsToOpenOrCloseLeavesTheItemAlone(CapturedOutput output) throws Exception {
		ContextPropagator broken = new ContextPropagator() {

			@Override
			public Object capture() {
				return "alice";
			}

			@Override
			public Scope open(@Nullable Object captured) {
				if (InvocationContextTests.this.seen.isEmpty()) {
					throw new AssertionError("on purpose");
				}
				return () -> {
					throw new AssertionError("on purpose");
				};
			}

		};
		CloseableSafeQueue<Object> queue = SafeQueues.builder()
			.name("q")
			.handler((item) -> this.seen.add((String) item))
			.contextPropagator(broken)
			.propagateContext(true)
			.build();
		assertThat(queue.submit("1")).succeedsWithin(Fixtures.LIMIT);
		assertThat(queue.submit("2")).succeedsWithin(Fixtures.LIMIT);
		assertThat(this.seen).containsExactly("1", "2");
		assertThat(output.getOut().split("carrying the context of a submitter failed", -1)).hasSize(2);
		queue.close();
	}

	@ParameterizedTest
	@EnumSource
	void anObserverThatFailsLeavesTheItemAlone(WorkerPools pool, CapturedOutput output) throws Exception {
		AtomicInteger begun = new AtomicInteger();
		WorkObserver broken = (context, items) -> {
			if (begun.incrementAndGet() == 1) {
				throw new NoClassDefFoundError("on purpose");
			}
			return (failure) -> {
				throw new IllegalStateException("on purpose");
			};
		};
		CloseableSafeQueue<Object> queue = pool.prepare(SafeQueues.builder(), (item) -> this.seen.add(item.toString()))
			.observer(broken)
			.build();
		for (int i = 0; i < 3; i++) {
			assertThat(queue.submit(i)).succeedsWithin(Fixtures.LIMIT);
		}
		assertThat(this.seen).hasSize(3);
		assertThat(output.getOut().split("observing a handler call failed", -1)).hasSize(2);
		assertThat(queue.snapshot().handled()).isEqualTo(3);
		queue.close();
	}

	@Test
	void anObserverIsToldOfEachAttemptAndOfBatches() throws Exception {
		WorkObserver observer = (context, items) -> {
			String begun = context.queue() + " " + context.attempt() + " " + items;
			return (failure) -> this.seen.add(begun + " " + failure);
		};
		IllegalStateException failure = new IllegalStateException("on purpose");
		AtomicInteger calls = new AtomicInteger();
		CloseableSafeQueue<Object> queue = managed().batchHandler((List<Object> items) -> {
			if (calls.incrementAndGet() == 1) {
				throw failure;
			}
		}, 10)
			.retry(RetryPolicy.builder().maxRetries(1).delay(Duration.ofMillis(1)).build())
			.observer(observer)
			.build();
		queue.offer("1");
		queue.offer("2");
		((ManagedQueue<?>) queue).start();
		assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
		assertThat(this.seen).containsExactly("q 1 2 " + failure, "q 2 2 null");
		queue.close();
	}

	@Test
	void aQueueThatHasNothingToPropagateContextWithSaysSo(CapturedOutput output) {
		SafeQueues.builder().name("q").handler((item) -> {
		}).propagateContext(true).build().close();
		assertThat(output).contains("Queue 'q': there is nothing to propagate context with");
	}

	private SafeQueueBuilder builder() {
		return SafeQueues.builder().contextPropagator(this.carrier);
	}

	private SafeQueueBuilder managed() {
		return Fixtures.managed().name("q").contextPropagator(this.carrier);
	}

	private static void as(String name, Runnable action) {
		user.set(name);
		try {
			action.run();
		}
		finally {
			user.remove();
		}
	}

	@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" })
	private static <E extends Throwable> RuntimeException sneaky(Throwable failure) throws E {
		throw (E) failure;
	}

}
