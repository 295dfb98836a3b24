package io.github.safequeue.engine;

import java.util.function.Consumer;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;

import io.github.safequeue.engine.Schedules.EndingParker;
import io.github.safequeue.engine.Schedules.Handled;
import io.github.safequeue.testing.Outcomes;

/**
 * What pausing, resuming and suspending promise, under schedules that Lincheck chooses.
 * Queue, control word and worker are the queue's own.
 */
class PauseLincheckTests {

	private static final String ASLEEP = "the worker rests though the queue was resumed";

	private static final String TOO_MANY = "more than one item was started after the pause";

	private static final String STARTED = "an item was started after the suspension";

	private static void offerWhilePaused(Consumer<DefaultSafeQueue<?>> resume) {
		Handled handled = new Handled();
		DefaultSafeQueue<Object> queue = Schedules.queue(new RingBuffer(2), handled);
		Worker worker = Schedules.worker(queue);
		Thread thread = Schedules.start(worker);
		Schedules.turn();
		queue.pause();
		queue.offer("item");
		Schedules.turn();
		resume.accept(queue);
		Schedules.join(thread);
		Schedules.goOn(worker);
		Schedules.check(handled.count() == 1, ASLEEP);
	}

	@Test
	void whatWasAcceptedWhilePausedIsHandledAfterResume() {
		Schedules.holds(() -> offerWhilePaused(DefaultSafeQueue::resume));
	}

	@Test
	void resumeThatWakesNobodyIsCaught() {
		Schedules.isCaught(ASLEEP, () -> offerWhilePaused((queue) -> queue.control().clear(RunState.PAUSED)));
	}

	@Test
	void resumeThatWakesFirstIsCaught() {
		Schedules.isCaught(ASLEEP, () -> offerWhilePaused((queue) -> {
			queue.members().wakeAll();
			Schedules.turn();
			queue.control().clear(RunState.PAUSED);
		}));
	}

	private static void pauseWhileItemsWait(QueueBuffer buffer, Consumer<Worker> duty) {
		Handled handled = new Handled();
		DefaultSafeQueue<Object> queue = Schedules.queue(buffer, handled);
		Worker worker = Schedules.worker(queue);
		queue.offer("first");
		queue.offer("second");
		Thread thread = Schedules.start(() -> duty.accept(worker));
		Schedules.turn();
		queue.pause();
		int before = handled.count();
		Schedules.join(thread);
		Schedules.check(handled.count() <= before + 1, TOO_MANY);
	}

	@Test
	void workerStartsOnlyWhatItWasAboutToTakeWhenPaused() {
		Schedules.holds(() -> pauseWhileItemsWait(new RingBuffer(2), Worker::run));
	}

	@Test
	void workerThatTakesBesideOthersStartsOnlyWhatItWasAboutToTakeWhenPaused() {
		Schedules.holds(() -> pauseWhileItemsWait(new NotOwned(), Worker::run));
	}

	@Test
	void workerThatReadsTheWordOnceForAllItemsIsCaught() {
		Schedules.isCaught(TOO_MANY, () -> pauseWhileItemsWait(new NotOwned(), (worker) -> {
			boolean more = worker.control.mayStart();
			while (more) {
				more = worker.work();
			}
		}));
	}

	private static void suspendWhileItemsCome(QueueBuffer buffer, Supplier<Parker> parkers) {
		Handled handled = new Handled();
		DefaultSafeQueue<Object> queue = Schedules.queue(buffer, 1, parkers, new Outcomes(), handled);
		Worker worker = Schedules.worker(queue);
		queue.members().start();
		queue.offer("first");
		Schedules.turn();
		queue.suspend(Fixtures.LIMIT);
		int before = handled.count();
		queue.offer("second");
		Schedules.join(worker.thread());
		Schedules.goOn(worker);
		Schedules.check(handled.count() == before, STARTED);
	}

	@Test
	void nothingIsStartedOnceTheQueueIsSuspended() {
		Schedules.holds(() -> suspendWhileItemsCome(new RingBuffer(2), EndingParker::new));
		Schedules.holds(() -> suspendWhileItemsCome(new NotOwned(), EndingParker::new));
	}

	@Test
	void workerThatStaysAnnouncedWhileItTakesIsCaught() {
		Schedules.isCaught(STARTED, () -> suspendWhileItemsCome(new NotOwned(), StaysAnnounced::new));
	}

	/** A ring whose worker does not know that it is one, and so is not its owner. */
	private static final class NotOwned extends BrokenBuffers.Delegating {

		NotOwned() {
			super(new RingBuffer(2));
		}

	}

	/** Says that the worker parks, also when it goes on. */
	private static final class StaysAnnounced extends EndingParker {

		@Override
		void awake() {
		}

		@Override
		boolean isAnnounced() {
			return true;
		}

	}

}
