package io.github.safequeue.engine;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.testing.HushedExtension;
import io.github.safequeue.testing.Outcomes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A queue that has nothing to do is looked at shortly, and nothing is missed by that.
 */
@Timeout(120)
@ExtendWith(HushedExtension.class)
class WatchTests {

	private final CountDownLatch release = new CountDownLatch(1);

	private final Outcomes outcomes = new Outcomes();

	private final Counting buffer = new Counting();

	private final DefaultSafeQueue<Object> queue = new DefaultSafeQueue<>(Fixtures.settings(16, 1, this.outcomes),
			(item) -> {
				if (item.equals("long")) {
					this.release.await();
				}
				this.outcomes.handled(item);
			}, Fixtures.LIMIT, this.buffer);

	@AfterEach
	void close() {
		this.release.countDown();
		this.queue.close();
		this.outcomes.assertTrue();
	}

	/** Counts how often the thread that looks asks for more than one field. */
	private static final class Counting extends BrokenBuffers.Delegating {

		private final Thread looking = Thread.currentThread();

		private int longLooks;

		private volatile boolean deadly;

		Counting() {
			super(new RingBuffer(16));
		}

		@Override
		Object poll() {
			if (this.deadly) {
				this.deadly = false;
				throw new InternalError("on purpose");
			}
			return super.poll();
		}

		@Override
		long taken() {
			if (Thread.currentThread() == this.looking) {
				this.longLooks++;
			}
			return super.taken();
		}

	}

	/** Whether a look was a long one. */
	private boolean looksLong(Watch watch) {
		int before = this.buffer.longLooks;
		watch.look();
		return this.buffer.longLooks > before;
	}

	/** A watch of the queue, all of whose items are settled, that has seen so. */
	private Watch quietWatch() throws InterruptedException {
		this.queue.start();
		Monitor.forget(this.queue);
		this.outcomes.offer(this.queue, "short");
		assertThat(this.queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
		Watch watch = new Watch(this.queue);
		await().pollInSameThread().until(() -> !looksLong(watch));
		return watch;
	}

	@Test
	void oneOfTenLooksAtAQuietQueueIsLong() throws Exception {
		Watch watch = quietWatch();
		await().pollInSameThread().until(() -> looksLong(watch));
		for (int round = 0; round < 3; round++) {
			for (int i = 0; i < Watch.SHORT_LOOKS; i++) {
				assertThat(looksLong(watch)).as("look %d after a long one", i + 1).isFalse();
			}
			assertThat(looksLong(watch)).as("the tenth look").isTrue();
		}
	}

	@Test
	void nextLookAfterAnItemIsLongAndSoIsEachWhileItIsInHand() throws Exception {
		Watch watch = quietWatch();
		this.outcomes.offer(this.queue, "long");
		await().until(() -> this.queue.buffer().isEmpty());
		for (int i = 0; i < 3 * Watch.SHORT_LOOKS; i++) {
			assertThat(looksLong(watch)).as("look %d", i).isTrue();
		}
		InFlight inFlight = this.queue.members().inFlights.get(0);
		assertThat(inFlight.seenCycle).as("what the time in hand is counted from").isEqualTo(inFlight.cycle());
		this.release.countDown();
		await().pollInSameThread().until(() -> !looksLong(watch));
	}

	@Test
	void itemsThatWaitKeepTheLooksLong() throws Exception {
		Watch watch = quietWatch();
		this.queue.pause();
		this.outcomes.offer(this.queue, "waits");
		for (int i = 0; i < 3 * Watch.SHORT_LOOKS; i++) {
			assertThat(looksLong(watch)).as("look %d", i).isTrue();
		}
		this.queue.resume();
	}

	@Test
	void wakeUpThatIsMissingAfterAQuietTimeIsRepeatedByTheNextLook() throws Exception {
		Watch watch = quietWatch();
		Worker worker = this.queue.members().workers.get(0);
		await().until(worker.parker::isAnnounced);
		// A submitter that dies before it wakes anybody.
		this.buffer.offer("unheard");
		this.outcomes.answered("unheard", true);
		watch.look();
		await().until(() -> this.queue.snapshot().handled() == 2);
	}

	@Test
	void workerThatDiesWhileNothingIsToDoIsReplacedWithinTenLooks() throws Exception {
		Watch watch = quietWatch();
		killWorker();
		for (int i = 0; i <= Watch.SHORT_LOOKS; i++) {
			watch.look();
		}
		assertThat(this.queue.replacedWorkers()).isEqualTo(1);
	}

	@Test
	void monitorReplacesAWorkerThatDiesAfterAQuietTime() throws Exception {
		quietWatch();
		Monitor.watch(this.queue);
		await().during(Duration.ofMillis(300)).until(() -> this.queue.replacedWorkers() == 0);
		killWorker();
		await().until(() -> this.queue.replacedWorkers() == 1);
	}

	private void killWorker() {
		InFlight inFlight = this.queue.members().inFlights.get(0);
		this.buffer.deadly = true;
		this.queue.members().wakeAll();
		await().until(() -> inFlight.lostTo != null || this.queue.replacedWorkers() > 0);
	}

	@Test
	void monitorLooksAtQueuesThatComeWhileItRuns() throws Exception {
		quietWatch();
		Monitor.watch(this.queue);
		await().until(() -> this.queue.buffer().isEmpty());
		RingBuffer buffer = new RingBuffer(16);
		DefaultSafeQueue<Object> second = new DefaultSafeQueue<>(Fixtures.settings(16, 1, this.outcomes),
				this.outcomes.handler(), Fixtures.LIMIT, buffer);
		second.start();
		await().until(second.members().workers.get(0).parker::isAnnounced);
		buffer.offer("unheard");
		this.outcomes.answered("unheard", true);
		await().until(() -> second.snapshot().handled() == 1);
		second.close();
	}

	@Test
	void monitorDoesNotHoldAClosedQueueWhileItLooksAtOthers() throws Exception {
		quietWatch();
		Monitor.watch(this.queue);
		WeakReference<Object> closed = openAndClose();
		await().until(() -> {
			System.gc();
			return closed.get() == null;
		});
	}

	private static WeakReference<Object> openAndClose() throws InterruptedException {
		CloseableSafeQueue<Object> queue = SafeQueues.builder().name("closed").handler((item) -> {
		}).build();
		// The monitor has seen it.
		await().during(Duration.ofMillis(300)).until(() -> queue.size() == 0);
		queue.close();
		return new WeakReference<>(queue);
	}

}
