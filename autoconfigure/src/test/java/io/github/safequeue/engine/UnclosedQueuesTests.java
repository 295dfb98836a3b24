/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.testing.HushedExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What is told when the JVM ends, once, and what is kept of closed queues for it.
 */
@ExtendWith(HushedExtension.class)
class UnclosedQueuesTests {

	private static final int QUEUES = 20;

	private static CloseableSafeQueue<Object> refuse(String name) {
		CloseableSafeQueue<Object> queue = SafeQueues.builder().name(name).capacity(2).handler((item) -> {
		}).build();
		queue.close();
		assertThat(queue.offer("late")).isFalse();
		assertThat(queue.offer("late")).isFalse();
		return queue;
	}

	private static List<String> told(String name) {
		return ManagedQueues.unreported().stream().filter((line) -> line.contains("'" + name + "'")).toList();
	}

	@Test
	void itemsOfAQueueThatWasNeverClosedAreToldOnce() {
		CloseableSafeQueue<Object> queue = paused("never-closed");
		queue.offer("first");
		queue.offer("second");
		assertThat(told("never-closed"))
			.containsExactly("Queue 'never-closed' was never closed: 2 accepted items were not handled");
		assertThat(told("never-closed")).isEmpty();
		queue.offer("third");
		assertThat(told("never-closed"))
			.containsExactly("Queue 'never-closed' was never closed: 1 accepted items were not handled");
		assertThat(told("never-closed")).isEmpty();
		queue.close();
	}

	@Test
	void whatWasHandledMeanwhileIsNotTold() throws Exception {
		CloseableSafeQueue<Object> queue = paused("handled");
		queue.submit("told");
		assertThat(told("handled")).hasSize(1);
		queue.resume();
		queue.submit("handled").get();
		assertThat(queue.awaitQuiescence(Fixtures.LIMIT)).isTrue();
		assertThat(told("handled")).isEmpty();
		queue.close();
	}

	@Test
	void refusalsOfAQueueThatWasToldBeforeItClosedAreTold() {
		CloseableSafeQueue<Object> queue = paused("closed-late");
		queue.offer("waits");
		assertThat(told("closed-late")).hasSize(1);
		queue.close();
		assertThat(told("closed-late")).isEmpty();
		queue.offer("late");
		assertThat(told("closed-late")).containsExactly("Queue 'closed-late' refused 1 items after it closed");
		assertThat(told("closed-late")).isEmpty();
	}

	private static CloseableSafeQueue<Object> paused(String name) {
		return SafeQueues.builder().name(name).handler((item) -> {
		}).autoStartup(false).build();
	}

	@Test
	void queuesThatAreGoneLeaveOneLineAName() {
		List<WeakReference<Object>> gone = new ArrayList<>();
		for (int i = 0; i < QUEUES; i++) {
			gone.add(new WeakReference<>(refuse("ledger-gone")));
		}
		await().atMost(Fixtures.LIMIT).until(() -> {
			System.gc();
			return gone.stream().allMatch((queue) -> queue.get() == null);
		});
		assertThat(told("ledger-gone"))
			.containsExactly("Queue 'ledger-gone' refused " + 2 * QUEUES + " items after it closed");
		assertThat(told("ledger-gone")).isEmpty();
	}

	@Test
	void queuesThatMayRefuseMoreAreToldEach() {
		CloseableSafeQueue<Object> first = refuse("ledger-live");
		CloseableSafeQueue<Object> second = refuse("ledger-live");
		second.offer("late");
		assertThat(told("ledger-live")).containsExactly("Queue 'ledger-live' refused 2 items after it closed",
				"Queue 'ledger-live' refused 3 items after it closed");
		first.offer("late");
		assertThat(told("ledger-live")).containsExactly("Queue 'ledger-live' refused 1 items after it closed");
	}

}
