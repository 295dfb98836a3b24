package io.github.safequeue.engine;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.safequeue.SafeQueueState;
import io.github.safequeue.testing.Campaign;
import io.github.safequeue.testing.Closings;
import io.github.safequeue.testing.Fates;
import io.github.safequeue.testing.HushedExtension;
import io.github.safequeue.testing.Race;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Closing overrides what its users and its context do to a queue at the same time.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@ExtendWith(HushedExtension.class)
class CloseWhilePausingTests {

	private static final int ROUNDS = Campaign.scaled(20, 1_000);

	@ParameterizedTest
	@EnumSource
	void neitherPauseNorSuspensionHoldsUpTheClosing(WorkerPools pool) throws Exception {
		try (Closings closings = new Closings("close while pausing")) {
			for (int round = 0; round < ROUNDS; round++) {
				Fates fates = new Fates();
				ManagedQueue<Object> queue = (ManagedQueue<Object>) pool.prepare(Fixtures.managed(), fates.handler())
					.undeliveredWorkHandler(fates)
					.<Object>build();
				queue.start();
				IntStream.range(0, 100).forEach((i) -> fates.offer(queue, i));
				race(queue, fates, closings, round % 2 == 0).run();
				assertThat(queue.snapshot().handled()).isEqualTo(fates.accepted());
				closings.ended(fates);
			}
		}
	}

	/**
	 * Whether the queue is woken again after each pause, or must close without that.
	 */
	private static Race race(ManagedQueue<Object> queue, Fates fates, Closings closings, boolean wake) {
		return new Race().with(() -> closings.time(Fixtures.LIMIT, queue::close)).with(() -> {
			for (int item = 100; queue.state() != SafeQueueState.CLOSED; item++) {
				queue.pause();
				fates.offer(queue, item);
				LockSupport.parkNanos(20_000);
				if (wake) {
					queue.resume();
				}
			}
		}).with(() -> {
			while (queue.state() != SafeQueueState.CLOSED) {
				queue.suspend(Duration.ofMillis(1));
				if (wake) {
					queue.start();
				}
			}
		});
	}

}
