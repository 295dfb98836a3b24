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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.UndeliveredWork;
import io.github.safequeue.UndeliveredWorkException;
import io.github.safequeue.UndeliveredWorkHandler;
import io.github.safequeue.testing.Secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How undelivered work is reported to the application, and that this holds up nobody.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class UndeliveredReporterTests {

	private final CountDownLatch release = new CountDownLatch(1);

	private final List<Object> told = new CopyOnWriteArrayList<>();

	@AfterEach
	void release() {
		this.release.countDown();
	}

	@Test
	void handlerThatNeverReturnsHoldsUpNeitherClosingNorFuturesAndIsNamed(CapturedOutput output) {
		AtomicBoolean interrupted = new AtomicBoolean();
		CloseableSafeQueue<Object> queue = unhandled((work) -> {
			this.told.addAll(work.items());
			interrupted.set(waitForRelease());
		});
		CompletableFuture<Void> future = queue.submit(new Secret());
		queue.offer("item");
		queue.close();
		assertThat(this.told).hasSize(2);
		assertThat(queue.state()).isEqualTo(SafeQueueState.CLOSED);
		assertThat(queue.snapshot().undelivered()).isEqualTo(2);
		assertUndelivered(future);
		assertThat(output).contains("Queue 'q': the handler of undelivered work has not returned")
			.contains("2 items may be unreported: " + Secret.class.getName() + ", java.lang.String")
			.contains("UndeliveredReporterTests.waitForRelease")
			.doesNotContain(Secret.CONTENT);
		await().untilTrue(interrupted);
	}

	@Test
	void whatFollowsAFutureHoldsUpNeitherClosingNorTheHandler() {
		CloseableSafeQueue<Object> queue = unhandled((work) -> this.told.addAll(work.items()));
		CompletableFuture<Void> future = queue.submit("item");
		future.whenComplete((nothing, failure) -> waitForRelease());
		queue.close();
		assertThat(this.told).containsExactly("item");
		assertUndelivered(future);
	}

	/** Workers that wait for an attempt give up one by one when the time is over. */
	@Test
	void whatIsNotBegunIsOneReport() {
		List<UndeliveredWork> reports = new CopyOnWriteArrayList<>();
		CloseableSafeQueue<Object> queue = unhandled(reports::add);
		QueueCore core = ((DefaultSafeQueue<Object>) queue).core();
		UndeliveredReporter reporter = new UndeliveredReporter(core.settings, core.environment.threads,
				core.pool.inFlights);
		List<CompletableFuture<Void>> futures = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			CompletableFuture<Void> future = new CompletableFuture<>();
			futures.add(future);
			reporter.prepare(List.of(new Envelope(i, future, null)), UndeliveredWork.Reason.CLOSED);
		}
		reporter.prepare(List.of("other"), UndeliveredWork.Reason.IN_FLIGHT);
		reporter.start();
		await().until(() -> reports.size() == 2);
		assertThat(reports).extracting(UndeliveredWork::reason)
			.containsExactlyInAnyOrder(UndeliveredWork.Reason.CLOSED, UndeliveredWork.Reason.IN_FLIGHT);
		assertThat(reports).flatExtracting(UndeliveredWork::items).hasSize(101).doesNotHaveDuplicates();
		futures.forEach(UndeliveredReporterTests::assertUndelivered);
		queue.close();
	}

	@Test
	void handlerThatTakesAWhileIsWaitedFor() {
		CloseableSafeQueue<Object> queue = unhandled((work) -> {
			LockSupport.parkNanos(400_000_000);
			this.told.addAll(work.items());
		});
		queue.offer("item");
		queue.close();
		assertThat(this.told).containsExactly("item");
	}

	@Test
	void handlerThatClosesTheQueueIsNotWaitedFor(CapturedOutput output) {
		AtomicReference<CloseableSafeQueue<Object>> self = new AtomicReference<>();
		CloseableSafeQueue<Object> queue = unhandled((work) -> {
			self.get().close();
			this.told.addAll(work.items());
		});
		self.set(queue);
		queue.offer("item");
		queue.close();
		await().until(() -> !this.told.isEmpty());
		assertThat(output).doesNotContain("has not returned");
	}

	@Test
	void blockedHandlerDoesNotKeepTheMonitorFromReplacingOtherWorkers() {
		CountDownLatch blocked = new CountDownLatch(1);
		DefaultSafeQueue<Object> first = mortal((work) -> {
			blocked.countDown();
			waitForRelease();
		});
		DefaultSafeQueue<Object> second = mortal((work) -> this.told.addAll(work.items()));
		CompletableFuture<Void> future = first.submit("deadly");
		await().until(() -> blocked.getCount() == 0);
		assertThat(future).failsWithin(Fixtures.LIMIT)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(UndeliveredWorkException.class)
			.withMessage("Queue 'q' accepted the item and did not finish it (WORKER_LOST): "
					+ "the worker that had the item in flight died");
		assertThat(first.state()).isEqualTo(SafeQueueState.RUNNING);
		second.offer("deadly");
		await().atMost(Fixtures.LIMIT).until(() -> this.told.equals(List.of("deadly")));
		second.close();
		this.release.countDown();
		first.close();
	}

	/** A queue that closes without having handled anything. */
	private static CloseableSafeQueue<Object> unhandled(UndeliveredWorkHandler handler) {
		ManagedQueue<Object> queue = (ManagedQueue<Object>) Fixtures.managed()
			.name("q")
			.undeliveredWorkHandler(handler)
			.<Object>build();
		Fixtures.drainFor(Duration.ofMillis(100), queue);
		return queue;
	}

	/** A queue whose worker dies of what it is given. */
	private static DefaultSafeQueue<Object> mortal(UndeliveredWorkHandler handler) {
		DefaultSafeQueue<Object> queue = (DefaultSafeQueue<Object>) Fixtures.managed()
			.name("q")
			.undeliveredWorkHandler(handler)
			.handler((item) -> {
			})
			.<Object>build();
		Fixtures.drainFor(Duration.ofMillis(100), queue);
		QueueCore core = queue.core();
		core.environment.setInvoker(new HandlerInvoker(core.settings, core.runState, core.source, (item) -> {
		}, () -> {
		}, (elements) -> {
		}) {

			@Override
			void invoke(InFlight inFlight) {
				throw new OutOfMemoryError("on purpose");
			}

		});
		queue.start();
		return queue;
	}

	/** Wait until the end of the test, and return whether interrupted meanwhile. */
	private boolean waitForRelease() {
		boolean interrupted = false;
		while (this.release.getCount() > 0) {
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				interrupted = true;
				this.release.countDown();
			}
		}
		return interrupted;
	}

	private static void assertUndelivered(CompletableFuture<Void> future) {
		assertThat(future).failsWithin(30, TimeUnit.SECONDS)
			.withThrowableOfType(ExecutionException.class)
			.havingCause()
			.isInstanceOfSatisfying(UndeliveredWorkException.class, (undelivered) -> {
				assertThat(undelivered.queue()).isEqualTo("q");
				assertThat(undelivered.reason()).isEqualTo(UndeliveredWork.Reason.CLOSED);
			});
	}

}
