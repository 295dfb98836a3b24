/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.SafeQueueState;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A queue that nobody is going to close: its report at the end of the JVM is final. That
 * of a queue that is still going to be closed is not.
 */
class NeverClosedTests {

	private static final int ITEMS = 100;

	private final CountDownLatch gate = new CountDownLatch(1);

	private final AtomicInteger handled = new AtomicInteger();

	@ParameterizedTest
	@EnumSource
	void whatIsToldIsNotHandledAndNothingIsAcceptedBehind(WorkerPools pool) {
		ManagedQueue<Object> queue = fill(pool, "given-up");
		queue.neverClosedIf(() -> true);
		SafeQueueSnapshot before = queue.snapshot();
		assertThat(told("given-up")).singleElement()
			.asString()
			.contains("was never closed: %d accepted".formatted(before.size()), "in flight " + before.inFlight());
		assertThat(queue.offer("late")).isFalse();
		assertThat(queue.state()).isEqualTo(SafeQueueState.CLOSED);
		this.gate.countDown();
		Awaitility.await().atMost(Fixtures.LIMIT).until(() -> queue.snapshot().inFlight() == 0);
		queue.close();
		assertThat(this.handled).hasValue(before.inFlight());
		assertThat(queue.snapshot().undelivered()).isEqualTo(before.size());
		assertThat(queue.snapshot().accepted()).isEqualTo(ITEMS);
		assertThat(told("given-up")).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void aQueueThatIsStillGoingToBeClosedGoesOn(WorkerPools pool) {
		ManagedQueue<Object> queue = fill(pool, "open");
		queue.neverClosedIf(() -> false);
		assertThat(told("open")).hasSize(1);
		assertThat(queue.offer("late")).isTrue();
		this.gate.countDown();
		queue.close();
		assertThat(this.handled).hasValue(ITEMS + 1);
	}

	@ParameterizedTest
	@EnumSource
	void aQueueThatAnotherThreadDrainsIsLeftToIt(WorkerPools pool) throws Exception {
		ManagedQueue<Object> queue = fill(pool, "drained");
		queue.neverClosedIf(() -> true);
		Thread closer = new Thread(queue::close);
		closer.start();
		Awaitility.await().atMost(Fixtures.LIMIT).until(() -> queue.state() == SafeQueueState.DRAINING);
		FutureTask<List<String>> report = new FutureTask<>(() -> told("drained"));
		Thread reporter = new Thread(report);
		reporter.start();
		Awaitility.await()
			.atMost(Fixtures.LIMIT)
			.until(() -> report.isDone() || reporter.getState() == Thread.State.TIMED_WAITING);
		this.gate.countDown();
		assertThat(report.get()).isEmpty();
		closer.join();
		assertThat(this.handled).hasValue(ITEMS);
		assertThat(queue.snapshot().undelivered()).isZero();
	}

	private ManagedQueue<Object> fill(WorkerPools pool, String name) {
		ManagedQueue<Object> queue = (ManagedQueue<Object>) pool.prepare(Fixtures.managed(), (item) -> {
			this.gate.await();
			this.handled.incrementAndGet();
		}).name(name).<Object>build();
		queue.start();
		for (int i = 0; i < ITEMS; i++) {
			assertThat(queue.offer(i)).isTrue();
		}
		Awaitility.await()
			.atMost(Fixtures.LIMIT)
			.until(() -> queue.snapshot().inFlight() == queue.snapshot().concurrency());
		return queue;
	}

	private static List<String> told(String name) {
		return ManagedQueues.unreported().stream().filter((line) -> line.contains("'" + name + "'")).toList();
	}

}
