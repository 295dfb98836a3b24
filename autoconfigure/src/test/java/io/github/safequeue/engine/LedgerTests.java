package io.github.safequeue.engine;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is told when the JVM ends, and that it is told once.
 */
class LedgerTests {

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

	private static List<String> told(String queue) {
		return SafeQueues.untold().stream().filter((line) -> line.contains("'" + queue + "'")).toList();
	}

}
