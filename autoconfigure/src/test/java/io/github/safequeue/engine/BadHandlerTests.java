/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.testing.Faults;
import io.github.safequeue.testing.HushedExtension;
import io.github.safequeue.testing.Outcomes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Whatever handlers do, and whatever is around them: workers live on, each item ends
 * once, each future completes, and closing returns in time.
 */
@Tag("faults")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
@ExtendWith(HushedExtension.class)
class BadHandlerTests {

	private static final int ROUNDS = Faults.scaled(1, 25);

	private static final int RING_ITEMS = 2_000;

	/** Most runs wait most of the time. */
	private static final int AT_A_TIME = 12;

	@ParameterizedTest
	@EnumSource
	void harmsNeitherQueueNorItems(BadHandler handler) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(AT_A_TIME);
		try {
			List<BadHandlerRun> runs = runs(handler);
			List<Future<Duration>> results = executor
				.invokeAll(runs.stream().<Callable<Duration>>map((run) -> run::run).toList());
			Duration slowest = Duration.ZERO;
			for (int i = 0; i < runs.size(); i++) {
				slowest = longer(slowest, result(runs.get(i), results.get(i)));
			}
			String fault = handler.name().toLowerCase(Locale.ROOT).replace('_', ' ');
			Faults.record("bad handlers", fault, runs.size(),
					runs.stream().mapToLong((run) -> run.outcomes().accepted()).sum(),
					runs.stream().mapToLong((run) -> run.outcomes().lost()).sum(), slowest);
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(Throwables.SAME.getSuppressed()).as("does not grow").isEmpty();
	}

	/** Each fills the queue of the next, and each is full. */
	@ParameterizedTest
	@EnumSource(names = { "ONE", "SEVERAL", "LANES", "VIRTUAL", "VIRTUAL_LANES" })
	void queuesThatFillEachOtherInARingLoseNothing(WorkerPools pool) throws Exception {
		int rounds = Faults.scaled(3, 60);
		long accepted = 0;
		Duration slowest = Duration.ZERO;
		for (int round = 0; round < rounds; round++) {
			Outcomes outcomes = new Outcomes();
			slowest = longer(slowest, closeRing(pool, outcomes, round % 2 == 0));
			accepted += outcomes.accepted();
		}
		Faults.record("bad handlers", "three queues fill each other", rounds, accepted, 0, slowest);
	}

	private static Duration closeRing(WorkerPools pool, Outcomes outcomes, boolean together) {
		AtomicInteger next = new AtomicInteger();
		List<ManagedQueue<Object>> ring = new CopyOnWriteArrayList<>();
		for (int i = 0; i < 3; i++) {
			int following = (i + 1) % 3;
			SafeQueueBuilder builder = pool.prepare(SafeQueues.builder(), (item) -> {
				for (int n = 0; n < 3 && next.get() < RING_ITEMS; n++) {
					outcomes.offer(ring.get(following), next.getAndIncrement());
				}
				outcomes.handled(item);
			});
			builder.drainTimeout(Duration.ofMillis(50)).undeliveredWorkHandler(outcomes).autoStartup(false);
			ring.add((ManagedQueue<Object>) builder.capacity(8).<Object>build());
		}
		ring.forEach((queue) -> IntStream.range(0, 20).forEach((i) -> outcomes.offer(queue, next.getAndIncrement())));
		ring.forEach(ManagedQueue::resume);
		long start = System.nanoTime();
		if (together) {
			ManagedQueues.closeTogether(ring, Duration.ofMillis(150), Drain.GRACE, Drain.REPORTING);
		}
		else {
			ring.forEach(ManagedQueue::close);
		}
		Duration took = Duration.ofNanos(System.nanoTime() - start).minusMillis(150);
		assertThat(took).isLessThan(Duration.ofSeconds(10));
		await().atMost(Fixtures.LIMIT).untilAsserted(() -> {
			outcomes.assertTrue();
			assertThat(ring).allMatch((queue) -> queue.snapshot().inFlight() == 0);
		});
		return took;
	}

	private static Duration result(BadHandlerRun run, Future<Duration> result) throws Exception {
		try {
			return result.get();
		}
		catch (Exception ex) {
			throw new AssertionError(run + ": " + ex.getCause().getMessage(), ex.getCause());
		}
	}

	private static Duration longer(Duration one, Duration other) {
		return (one.compareTo(other) > 0) ? one : other;
	}

	/** Each kind of queue in the company of something else each time. */
	private static List<BadHandlerRun> runs(BadHandler handler) {
		Random random = new Random(handler.name().hashCode());
		List<BadHandlerRun> runs = new ArrayList<>();
		for (int round = 0; round < ROUNDS; round++) {
			for (WorkerPools pool : WorkerPools.values()) {
				for (boolean batches : batches(random)) {
					runs.add(new BadHandlerRun(pool, batches, handler, any(BadCompany.Policy.values(), random),
							any(BadCompany.Listener.values(), random), any(BadCompany.Listener.values(), random),
							random.nextBoolean()));
				}
			}
		}
		return runs;
	}

	private static boolean[] batches(Random random) {
		return Faults.isLarge() ? new boolean[] { false, true } : new boolean[] { random.nextBoolean() };
	}

	private static <T> T any(T[] values, Random random) {
		// Half of the company is good.
		return values[Math.max(0, random.nextInt(2 * values.length) - values.length)];
	}

}
