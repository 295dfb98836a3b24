package io.github.safequeue.engine;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No wake-up is lost. The monitor repeats lost ones after a tenth of a second, so that a
 * queue would go on in spite of them: an item must not take nearly as long as that more
 * than now and then.
 */
@Timeout(120)
class WakeUpTests {

	private static final int ROUNDS = 3000;

	@ParameterizedTest
	@EnumSource
	void eachItemWakesAWorker(Crews crew) throws Exception {
		CloseableSafeQueue<Object> queue = crew.build((item) -> ((CountDownLatch) item).countDown());
		int late = 0;
		for (int round = 0; round < ROUNDS; round++) {
			CountDownLatch handled = new CountDownLatch(1);
			// Meets the worker at each step on its way to park.
			spin(round % 500);
			long start = System.nanoTime();
			queue.offer(handled);
			assertThat(handled.await(30, TimeUnit.SECONDS)).isTrue();
			if (System.nanoTime() - start > Monitor.TICK_NANOS / 3) {
				late++;
			}
		}
		queue.close();
		assertThat(late).isLessThan(ROUNDS / 100);
	}

	private static void spin(int times) {
		for (int i = 0; i < times; i++) {
			Thread.onSpinWait();
		}
	}

	/** Parks and wakes in the order of {@link Worker}, without a queue around it. */
	private static boolean losesAWakeUp(boolean looksAgain) throws InterruptedException {
		for (int round = 0; round < 20; round++) {
			Parker parker = new Parker();
			RingInbox inbox = new RingInbox(4);
			CountDownLatch aboutToPark = new CountDownLatch(1);
			CountDownLatch woken = new CountDownLatch(1);
			CountDownLatch offered = new CountDownLatch(1);
			Thread worker = new Thread(() -> {
				boolean empty = inbox.isEmpty();
				aboutToPark.countDown();
				awaitUninterruptibly(offered);
				parker.announce(Thread.currentThread());
				if ((looksAgain) ? inbox.isEmpty() : empty) {
					LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
				}
				else {
					woken.countDown();
				}
			});
			worker.start();
			aboutToPark.await();
			inbox.offer("item");
			parker.wake(false);
			offered.countDown();
			worker.join();
			if (woken.getCount() != 0) {
				return true;
			}
		}
		return false;
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void announcementIsFollowedByAnotherLook() throws Exception {
		assertThat(losesAWakeUp(true)).isFalse();
	}

	@Test
	void workerThatDoesNotLookAgainIsCaught() throws Exception {
		assertThat(losesAWakeUp(false)).isTrue();
	}

	@Test
	void wakeUpStoppedByAnErrorCanBeRepeated() {
		Parker parker = new Parker();
		parker.announce(Thread.currentThread());
		assertThat(parker.wake(false)).isTrue();
		assertThat(parker.wake(false)).as("woken already").isFalse();
		LockSupport.park();
	}

}
