/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import io.github.safequeue.WorkHandler;
import io.github.safequeue.engine.buffer.QueueBuffers;
import io.github.safequeue.testing.Schedules;

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
		DefaultSafeQueue<Object> fed = ScheduledQueues.queue(QueueBuffers.bounded(2), (item) -> {
		});
		WorkHandler<Object> feeder = (item) -> refused.addAndGet((fed.offer(item)) ? 0 : 1);
		DefaultSafeQueue<Object> feeding = ScheduledQueues.queue(QueueBuffers.bounded(2), feeder);
		if (without == Without.GATE) {
			removeGate(feeding.core(), feeder);
		}
		// The one that closes first and opens again comes first.
		Drain drain = new Drain(List.of(fed.core(), feeding.core()), 0, 0, 0);
		fed.core().closing().set(drain);
		feeding.core().closing().set(drain);
		Thread thread = Schedules.start(() -> {
			feeding.offer("item");
			ScheduledQueues.worker(feeding).work();
		});
		fed.core().beginDraining();
		drain.begun = without == Without.BEGINNING_OF_ALL;
		drain.tryClose();
		feeding.core().beginDraining();
		drain.begun = true;
		drain.tryClose();
		Schedules.join(thread);
		while (!drain.tryClose()) {
			ScheduledQueues.worker(feeding).work();
			ScheduledQueues.worker(fed).work();
		}
		Schedules.check(refused.get() == 0, REFUSED);
		long handedOn = feeding.core().counters.settled();
		Schedules.check(handedOn == feeding.core().accepted() && handedOn == fed.core().counters.settled()
				&& handedOn == fed.core().accepted(), UNSETTLED);
	}

	private static void removeGate(QueueCore queue, WorkHandler<?> handler) {
		queue.environment.setInvoker(new HandlerInvoker(queue.settings, queue.runState, queue.source, handler, () -> {
		}, (elements) -> {
		}));
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
