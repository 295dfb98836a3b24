package io.github.safequeue.engine;

import java.util.function.Supplier;

import org.junit.jupiter.api.Test;

import io.github.safequeue.engine.Schedules.EndingParker;
import io.github.safequeue.engine.Schedules.Handled;
import io.github.safequeue.testing.Outcomes;

/**
 * No worker sleeps while an item waits, under schedules that Lincheck chooses.
 * QueueBuffer, crew, worker and the signal of the submitters are the queue's own.
 */
class WakeUpLincheckTests {

	private static final String ASLEEP = "the worker sleeps while an item waits";

	private static void twoItems(QueueBuffer buffer, Supplier<Parker> parkers) {
		Handled handled = new Handled();
		DefaultSafeQueue<Object> queue = Schedules.queue(buffer, 1, parkers, new Outcomes(), handled);
		Worker worker = Schedules.worker(queue);
		Thread thread = Schedules.start(worker);
		queue.offer("first");
		queue.offer("second");
		Schedules.join(thread);
		Schedules.goOn(worker);
		Schedules.check(handled.count() == 2, ASLEEP);
	}

	@Test
	void workerSleepsOnlyWhileNothingWaits() {
		Schedules.holds(() -> twoItems(new RingBuffer(2), EndingParker::new));
	}

	@Test
	void workerOfAnUnboundedQueueSleepsOnlyWhileNothingWaits() {
		Schedules.holds(() -> twoItems(new LinkedBuffer(), EndingParker::new));
	}

	@Test
	void workerThatDoesNotLookAgainIsCaught() {
		Schedules.isCaught(ASLEEP, () -> twoItems(new NeverSeen(), EndingParker::new));
	}

	@Test
	void announcementAfterTheLookIsCaught() {
		Schedules.isCaught(ASLEEP, () -> twoItems(new RingBuffer(2), AnnouncesLate::new));
	}

	@Test
	void signalBeforeTheItemIsCaught() {
		Schedules.isCaught(ASLEEP, () -> {
			Handled handled = new Handled();
			DefaultSafeQueue<Object> queue = Schedules.queue(new RingBuffer(2), handled);
			Worker worker = Schedules.worker(queue);
			Thread thread = Schedules.start(worker);
			queue.members().signal();
			queue.buffer().offer("item");
			Schedules.join(thread);
			Schedules.goOn(worker);
			Schedules.check(handled.count() == 1, ASLEEP);
		});
	}

	/**
	 * Two submitters find two workers asleep. Whoever is woken first takes one item and
	 * does not come back from its handler.
	 */
	private static void twoWorkers(boolean looksForMore) {
		Handled handled = new Handled();
		DefaultSafeQueue<Object> queue = Schedules.queue(new RingBuffer(2), 2, EndingParker::new, new Outcomes(),
				handled);
		Worker first = queue.members().workers.get(0);
		Worker second = queue.members().workers.get(1);
		first.run();
		second.run();
		Thread submitter = Schedules.start(() -> queue.offer("one"));
		queue.offer("other");
		Schedules.join(submitter);
		if (Schedules.wasWoken(first)) {
			if (looksForMore) {
				first.work();
			}
			else {
				handled.handle(queue.buffer().poll());
			}
		}
		Schedules.goOn(second);
		Schedules.check(handled.count() == 2, ASLEEP);
	}

	@Test
	void itemsOfTwoSubmittersWakeTwoWorkers() {
		Schedules.holds(() -> twoWorkers(true));
	}

	@Test
	void workerThatDoesNotLookForMoreIsCaught() {
		Schedules.isCaught(ASLEEP, () -> twoWorkers(false));
	}

	/** Holds items that the worker's look before it parks does not see. */
	private static final class NeverSeen extends BrokenBuffers.Delegating {

		NeverSeen() {
			super(new RingBuffer(2));
		}

		@Override
		long accepted() {
			return 0;
		}

	}

	/** Announces that the worker parks when it does so. */
	private static final class AnnouncesLate extends EndingParker {

		@Override
		void announce(Thread current) {
		}

		@Override
		void park(Object blocker) {
			super.announce(Thread.currentThread());
			super.park(blocker);
		}

	}

}
