package io.github.safequeue.engine;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import io.github.safequeue.engine.Schedules.Handled;

/**
 * The close protocol of one queue under schedules that Lincheck chooses. QueueBuffer,
 * worker, drain and sweep are the queue's own.
 */
class CloseLincheckTests {

	private static final String UNSETTLED = "closed with an accepted item unsettled";

	private static final String FOLLOW_UP = "what a handler added was refused";

	/** Tries to close, and checks that nothing accepted is left if that worked. */
	private static boolean tryClose(Drain drain, DefaultSafeQueue<?> queue) {
		boolean closed = drain.tryClose();
		Schedules.check(!closed || queue.settled() == queue.buffer().accepted(), UNSETTLED);
		return closed;
	}

	private static Drain begin(DefaultSafeQueue<?> queue) {
		Drain drain = new Drain(List.of(queue), 0, 0, 0);
		queue.drain().set(drain);
		Schedules.turn();
		queue.control().drain();
		drain.begun = true;
		return drain;
	}

	private static void offerWhileClosing(QueueBuffer buffer) {
		Handled handled = new Handled();
		DefaultSafeQueue<Object> queue = Schedules.queue(buffer, handled);
		AtomicInteger accepted = new AtomicInteger();
		Thread submitter = Schedules.start(() -> {
			if (queue.offer("item")) {
				accepted.incrementAndGet();
			}
		});
		Drain drain = begin(queue);
		Worker worker = Schedules.worker(queue);
		while (!tryClose(drain, queue)) {
			worker.work();
		}
		Schedules.join(submitter);
		Schedules.check(!queue.offer("late"), "accepted after the closing");
		Schedules.check(handled.count() == accepted.get(), UNSETTLED);
	}

	@Test
	void acceptedItemIsSettledBeforeTheQueueCloses() {
		Schedules.holds(() -> offerWhileClosing(new RingBuffer(2)));
	}

	@Test
	void acceptedItemIsSettledBeforeTheUnboundedQueueCloses() {
		Schedules.holds(() -> offerWhileClosing(new LinkedBuffer()));
	}

	@Test
	void flagThatIsReadBeforeTheClaimIsCaught() {
		Schedules.isCaught(UNSETTLED, () -> offerWhileClosing(new BrokenBuffers.ClosesWithoutCompareAndSet(() -> {
		})));
	}

	/** The handler of one item adds another one. */
	private static void handlerAddsMore(boolean settlesFirst) {
		AtomicInteger refused = new AtomicInteger();
		DefaultSafeQueue<Object> queue = Schedules.queue(new RingBuffer(2), (item) -> {
		});
		queue.offer("first");
		Thread thread = Schedules.start(() -> {
			InFlight inFlight = Schedules.worker(queue).inFlight;
			inFlight.begin();
			inFlight.assign(queue.buffer().poll());
			if (settlesFirst) {
				inFlight.countHandled(1);
			}
			refused.addAndGet((queue.offer("follow-up")) ? 0 : 1);
			if (!settlesFirst) {
				inFlight.countHandled(1);
			}
			inFlight.end();
		});
		Drain drain = begin(queue);
		drain.tryClose();
		Schedules.join(thread);
		Schedules.check(refused.get() == 0, FOLLOW_UP);
	}

	@Test
	void queueStaysOpenForWhatItsHandlersAdd() {
		Schedules.holds(() -> handlerAddsMore(false));
	}

	@Test
	void itemThatIsSettledBeforeItsHandlerReturnsIsCaught() {
		Schedules.isCaught(FOLLOW_UP, () -> handlerAddsMore(true));
	}

	/** The time is over: worker, submitter and sweeping thread meet. */
	private static void stopWhileItemsCome(QueueBuffer buffer) {
		stopWhileItemsCome(buffer, true);
	}

	private static void stopWhileItemsCome(QueueBuffer buffer, boolean waits) {
		Handled handled = new Handled();
		DefaultSafeQueue<Object> queue = Schedules.queue(buffer, handled);
		AtomicInteger accepted = new AtomicInteger();
		AtomicInteger left = new AtomicInteger();
		queue.offer("first");
		Thread submitter = Schedules.start(() -> {
			if (queue.offer("second")) {
				accepted.incrementAndGet();
			}
		});
		Thread thread = Schedules.start(Schedules.worker(queue));
		Schedules.turn();
		queue.stop();
		int before = handled.count();
		while (waits && !queue.members().isHandedOver()) {
			Schedules.turn();
		}
		queue.collect((entries) -> {
			left.addAndGet(entries.size());
			queue.countUndelivered(entries.size());
		}, () -> true);
		Schedules.join(submitter);
		Schedules.join(thread);
		Schedules.goOn(Schedules.worker(queue));
		Schedules.check(handled.count() <= before + 1, "an item was started after the stop");
		Schedules.check(queue.settled() == queue.buffer().accepted() && queue.settled() == 1 + accepted.get(),
				UNSETTLED);
		Schedules.check(handled.count() + left.get() == 1 + accepted.get(), UNSETTLED);
	}

	@Test
	void eachItemIsEitherHandledOrSweptWhenTheTimeIsOver() {
		Schedules.holds(() -> stopWhileItemsCome(new RingBuffer(2)));
	}

	@Test
	void takingOverFromAnOwnerThatWasNotWaitedForIsCaught() {
		Schedules.isCaught(UNSETTLED, () -> stopWhileItemsCome(new RingBuffer(2), false));
	}

	@Test
	void flagThatIsReadBeforeTheClaimIsCaughtWhenTheTimeIsOver() {
		Schedules.isCaught(UNSETTLED, () -> stopWhileItemsCome(new BrokenBuffers.ClosesWithoutCompareAndSet(() -> {
		})));
	}

}
