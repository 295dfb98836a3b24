/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import io.github.safequeue.WaitStrategy;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.engine.buffer.Admission;
import io.github.safequeue.engine.buffer.QueueBuffers;
import io.github.safequeue.engine.buffer.UnpublishedClaim;
import io.github.safequeue.health.SafeQueuesHealthIndicator;
import io.github.safequeue.testing.Faults;
import io.github.safequeue.testing.HushedExtension;
import io.github.safequeue.testing.Outcomes;
import io.github.safequeue.testing.TestQueues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * Should a submitter die between claim and publication all the same: health names it, no
 * core burns, and closing rescues what stands behind.
 */
@Tag("faults")
@Timeout(120)
@ExtendWith(HushedExtension.class)
class WedgeTests {

	private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

	private static final int BEHIND = 9;

	/** Claims a place for what is deadly, and does not come to fill it. */
	private static final class DiesAfterTheClaim extends BrokenBuffers.Delegating {

		DiesAfterTheClaim() {
			super(QueueBuffers.bounded(16));
		}

		@Override
		public Admission offer(Object item) {
			if (item.equals("deadly")) {
				UnpublishedClaim.of(this.target);
				throw new StackOverflowError("on purpose");
			}
			return super.offer(item);
		}

	}

	@ParameterizedTest
	@ValueSource(strings = { "one", "several", "batch", "virtual" })
	void wedgedQueueIsDownNamedQuietAndRescuedByClosing(String shape) throws Exception {
		assumeThat(!shape.equals("virtual") || WorkerThreads.supportsVirtual()).isTrue();
		Outcomes outcomes = new Outcomes();
		DefaultSafeQueue<Object> queue = new DefaultSafeQueue<>(settings(shape, outcomes),
				(shape.equals("batch")) ? batchHandler(outcomes) : outcomes.handler(), Duration.ofMillis(100),
				new DiesAfterTheClaim());
		queue.start();
		TestQueues registry = new TestQueues();
		registry.add(queue);
		SafeQueuesHealthIndicator health = new SafeQueuesHealthIndicator(registry);
		outcomes.offer(queue, "before");
		assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
		assertThat(health.health().getStatus()).isEqualTo(Status.UP);
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> queue.offer("deadly"));
		for (int i = 0; i < BEHIND; i++) {
			outcomes.offer(queue, i);
		}
		await().atMost(Fixtures.LIMIT).until(() -> health.health().getStatus().equals(Status.DOWN));
		Health down = health.health();
		assertThat(down.getDetails().get("q")).asString()
			.contains("a submitting thread died or hangs in the middle of an offer")
			.contains("claimed and never filled");
		assertThat(burnt(queue)).as("CPU time, compared with a thread that burns a core").isLessThan(0.25);
		long start = System.nanoTime();
		queue.close();
		Duration close = Duration.ofNanos(System.nanoTime() - start);
		assertThat(close).isLessThan(Duration.ofMillis(100 + 2000));
		outcomes.assertTrue();
		assertThat(outcomes.count("undelivered")).isEqualTo(BEHIND).isEqualTo(queue.snapshot().undelivered());
		assertThat(queue.snapshot().accepted()).isEqualTo(1 + BEHIND);
		assertThat(queue.snapshot().inFlight() + queue.snapshot().size()).isZero();
		Faults.record("dying producers", "wedge on purpose: " + shape, 1, 1 + BEHIND, outcomes.lost(), close);
	}

	private static WorkHandler<List<Object>> batchHandler(Outcomes outcomes) {
		return (items) -> items.forEach(outcomes::handled);
	}

	private static QueueSettings settings(String shape, Outcomes outcomes) {
		return new QueueSettings("q", "q", null, null, 16, (shape.equals("one") || shape.equals("batch")) ? 1 : 3,
				(shape.equals("batch")) ? 4 : 0, null, shape.equals("virtual"), WaitStrategy.PARK, null,
				Fixtures.taker(outcomes), outcomes, null, Duration.ofSeconds(30), true, null, null, false, null,
				Clock.systemUTC(), EngineLog.standard());
	}

	/**
	 * How much the workers and the watchdog use, over many of its looks, for each second
	 * of CPU time that a thread gets which burns all it can: cores may be scarce.
	 */
	private static double burnt(DefaultSafeQueue<?> queue) throws InterruptedException {
		List<Thread> threads = Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> queue.core().pool.isWorker(thread) || thread.getName().equals("safequeue-watchdog"))
			.toList();
		assertThat(threads).hasSizeGreaterThan(1);
		AtomicBoolean stop = new AtomicBoolean();
		Thread burner = new Thread(() -> {
			while (!stop.get()) {
				Thread.onSpinWait();
			}
		});
		burner.start();
		long start = System.nanoTime();
		long before = cpu(threads);
		await().pollInterval(Duration.ofMillis(50))
			.until(() -> System.nanoTime() - start > 10 * QueueWatchdog.TICK_NANOS);
		double burnt = (double) (cpu(threads) - before) / cpu(List.of(burner));
		stop.set(true);
		burner.join();
		return burnt;
	}

	private static long cpu(List<Thread> threads) {
		return threads.stream().mapToLong((thread) -> Math.max(0, THREADS.getThreadCpuTime(thread.getId()))).sum();
	}

}
