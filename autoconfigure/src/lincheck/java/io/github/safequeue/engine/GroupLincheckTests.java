package io.github.safequeue.engine;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import io.github.safequeue.testing.Outcomes;

/**
 * Two queues, one of which feeds the other, are closed together under schedules that
 * Lincheck chooses. Queues, workers and drain are the library's own.
 */
class GroupLincheckTests {

	private static final String REFUSED = "a handler met a closed queue of its group";

	private static final String UNSETTLED = "closed with an accepted item unsettled";

	/** What is taken away from the protocol. */
	private enum Without {

		NOTHING, GATE, BEGINNING_OF_ALL

	}

	private static void closeTogether(Without without) {
		AtomicInteger refused = new AtomicInteger();
		DefaultSafeQueue<Object> fed = Schedules.queue(new RingBuffer(2), (item) -> {
		});
		DefaultSafeQueue<Object> feeding = Schedules.queue(new RingBuffer(2),
				(item) -> refused.addAndGet((fed.offer(item)) ? 0 : 1));
		if (without == Without.GATE) {
			feeding.members().invoker = new HandlerInvoker(Fixtures.settings(2, 1, new Outcomes()), feeding.control(),
					(item) -> refused.addAndGet((fed.offer(item)) ? 0 : 1), () -> {
					});
		}
		// The one that closes first and opens again comes first.
		Drain drain = new Drain(List.of(fed, feeding), 0, 0, 0);
		fed.drain().set(drain);
		feeding.drain().set(drain);
		Thread thread = Schedules.start(() -> {
			feeding.offer("item");
			Schedules.worker(feeding).work();
		});
		fed.control().drain();
		drain.begun = without == Without.BEGINNING_OF_ALL;
		drain.tryClose();
		Schedules.turn();
		feeding.control().drain();
		drain.begun = true;
		drain.tryClose();
		Schedules.join(thread);
		while (!drain.tryClose()) {
			Schedules.worker(feeding).work();
			Schedules.worker(fed).work();
		}
		Schedules.check(refused.get() == 0, REFUSED);
		Schedules.check(fed.settled() == fed.buffer().accepted() && fed.settled() == feeding.settled()
				&& feeding.settled() == feeding.buffer().accepted(), UNSETTLED);
	}

	@Test
	void noHandlerMeetsAClosedQueueOfItsGroup() {
		Schedules.holds(() -> closeTogether(Without.NOTHING));
	}

	@Test
	void workerThatDoesNotPassTheGateIsCaught() {
		Schedules.isCaught(REFUSED, () -> closeTogether(Without.GATE));
	}

	@Test
	void closingBeforeAllQueuesDrainIsCaught() {
		Schedules.isCaught(REFUSED, () -> closeTogether(Without.BEGINNING_OF_ALL));
	}

}
