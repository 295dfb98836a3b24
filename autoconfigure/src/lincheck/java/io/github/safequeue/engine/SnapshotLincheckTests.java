/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.function.Predicate;

import org.junit.jupiter.api.Test;

import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.engine.ScheduledQueues.Handled;
import io.github.safequeue.engine.buffer.QueueBuffers;
import io.github.safequeue.testing.Schedules;

/**
 * The law of conservation holds in each snapshot, under schedules that Lincheck chooses.
 */
class SnapshotLincheckTests {

	private static final String UNBALANCED = "the figures do not add up";

	private static void lookWhileItemsMove(Predicate<DefaultSafeQueue<?>> balanced) {
		DefaultSafeQueue<Object> queue = ScheduledQueues.queue(QueueBuffers.bounded(2), new Handled());
		Thread thread = Schedules.start(() -> {
			queue.offer("first");
			queue.offer("second");
			ScheduledQueues.worker(queue).work();
			ScheduledQueues.worker(queue).work();
		});
		boolean well = balanced.test(queue);
		Schedules.join(thread);
		Schedules.check(well, UNBALANCED);
	}

	private static boolean isBalanced(DefaultSafeQueue<?> queue) {
		SafeQueueSnapshot now = queue.snapshot();
		return now.accepted() == now.handled() + now.failed() + now.undelivered() + now.size() + now.inFlight();
	}

	@Test
	void figuresAddUpInEachSnapshot() {
		Schedules.holds(() -> lookWhileItemsMove(SnapshotLincheckTests::isBalanced));
	}

	@Test
	void figuresReadInTheOrderOfTheItemsWayAreCaught() {
		Schedules.isCaught(UNBALANCED, () -> lookWhileItemsMove((queue) -> {
			long accepted = queue.core().buffer.accepted();
			long started = queue.core().source.started();
			long settled = queue.core().counters.settled();
			return settled <= started && started <= accepted;
		}));
	}

}
