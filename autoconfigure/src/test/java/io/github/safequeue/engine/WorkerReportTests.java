package io.github.safequeue.engine;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;

import io.github.safequeue.SafeQueueDiagnostics;
import io.github.safequeue.WorkerSnapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a queue tells of its workers.
 */
class WorkerReportTests {

	private final CountDownLatch release = new CountDownLatch(1);

	@Test
	void onlyWorkersBeyondTheThresholdAreStuck() {
		CloseableSafeQueue<Object> queue = SafeQueues.builder()
			.name("q")
			.concurrency(3)
			.stuckThreshold(Duration.ofMillis(1))
			.handler((item) -> this.release.await())
			.build();
		SafeQueueDiagnostics diagnostics = (SafeQueueDiagnostics) queue;
		assertThat(diagnostics.stuckWorkers()).isEmpty();
		queue.offer("stuck");
		await().until(() -> !diagnostics.stuckWorkers().isEmpty());
		assertThat(diagnostics.stuckWorkers()).singleElement().satisfies((worker) -> {
			assertThat(worker.handling()).startsWith("java.lang.String@");
			assertThat(worker.stack()).isNotEmpty();
		});
		this.release.countDown();
		queue.close();
	}

	@Test
	void whatWaitsForOneWorkerAloneIsCounted() {
		CloseableSafeQueue<Object> queue = SafeQueues.builder()
			.name("q")
			.concurrency(2)
			.key((item) -> 1)
			.handler((item) -> this.release.await())
			.build();
		SafeQueueDiagnostics diagnostics = (SafeQueueDiagnostics) queue;
		for (int i = 0; i < 5; i++) {
			queue.offer(i);
		}
		// Two lanes, and the worker that moves items to them.
		await().untilAsserted(() -> assertThat(diagnostics.workers()).extracting(WorkerSnapshot::waiting)
			.containsExactly(0, 4, null));
		this.release.countDown();
		queue.close();
	}

}
