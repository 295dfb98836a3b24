/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.github.safequeue.store.OutgoingItem;
import io.github.safequeue.store.ReceivedItem;
import io.github.safequeue.store.Settlement;
import io.github.safequeue.store.TransactionalStore;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keys over several instances: never at two places, never out of order.
 */
@Tag("servers")
class PostgresLaneTests {

	private static final int KEYS = 40;

	private static final int EACH = 25;

	private final Set<String> busy = ConcurrentHashMap.newKeySet();

	private final Map<String, Integer> last = new ConcurrentHashMap<>();

	private final ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();

	private final ConcurrentLinkedQueue<String> handled = new ConcurrentLinkedQueue<>();

	@Test
	void keepsKeysInOrderOverTwoInstances() throws Exception {
		try (TestDatabase database = new TestDatabase(PostgresServer.createDatabase())) {
			List<TransactionalStore> instances = List.of(database.open("keyed", true), database.open("keyed", true));
			List<OutgoingItem> items = new ArrayList<>();
			IntStream.range(0, EACH)
				.forEach((place) -> IntStream.range(0, KEYS)
					.forEach((key) -> items.add(TestDatabase.item("k" + key, "" + place))));
			instances.get(0).write(items);
			List<Thread> consumers = IntStream.range(0, 4)
				.mapToObj((i) -> new Thread(() -> consume(instances.get(i % 2), 1 + i)))
				.toList();
			consumers.forEach(Thread::start);
			Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> this.handled.size() >= items.size());
			consumers.forEach(Thread::interrupt);
			for (Thread consumer : consumers) {
				consumer.join();
			}
			assertThat(this.violations).isEmpty();
			assertThat(this.handled).hasSize(items.size()).doesNotHaveDuplicates();
		}
	}

	/**
	 * An item with an earlier number is committed while a later one is handled. It is the
	 * head of the lane now, and nobody has locked it: only the lane's own lock says that
	 * the key is busy.
	 */
	@Test
	void aLaneStaysBusyWhenAnEarlierItemArrives() throws Exception {
		try (TestDatabase database = new TestDatabase(PostgresServer.createDatabase())) {
			TransactionalStore store = database.open("keyed", true);
			TransactionalStore other = database.open("keyed", true);
			CountDownLatch numbered = new CountDownLatch(1);
			CountDownLatch handling = new CountDownLatch(1);
			Thread early = new Thread(() -> database.transactions().executeWithoutResult((status) -> {
				store.enqueue(TestDatabase.item("a", "early"));
				numbered.countDown();
				await(handling);
			}));
			early.start();
			await(numbered);
			store.write(List.of(TestDatabase.item("a", "late")));
			RecordingHandler meanwhile = RecordingHandler.succeeding();
			RecordingHandler handler = RecordingHandler.doing((items) -> {
				handling.countDown();
				early.join();
				Thread consumer = new Thread(() -> other.receive(1, meanwhile));
				consumer.start();
				consumer.join();
			});
			store.receive(1, handler);
			assertThat(handler.payloads()).containsExactly("late");
			assertThat(meanwhile.payloads()).isEmpty();
			other.receive(1, meanwhile);
			assertThat(meanwhile.payloads()).containsExactly("early");
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void consume(TransactionalStore store, int max) {
		RecordingHandler handler = new RecordingHandler(this::handle,
				(item, cause) -> new Settlement.Retry(item, Duration.ofMillis(5)));
		while (!Thread.currentThread().isInterrupted()) {
			if (!store.receive(max, handler)) {
				LockSupport.parkNanos(this, 1_000_000);
			}
		}
	}

	private void handle(List<ReceivedItem> items) {
		List<String> keys = items.stream().map(ReceivedItem::key).distinct().toList();
		for (String key : keys) {
			if (!this.busy.add(key)) {
				this.violations.add(key + " at two places");
			}
		}
		boolean fail = ThreadLocalRandom.current().nextInt(20) == 0;
		for (ReceivedItem item : fail ? List.<ReceivedItem>of() : items) {
			int place = Integer.parseInt(item.payload());
			Integer before = this.last.put(item.key(), place);
			if (place != ((before != null) ? before + 1 : 0)) {
				this.violations.add(item.key() + ": " + place + " after " + before);
			}
			this.handled.add(item.key() + "/" + place);
		}
		this.busy.removeAll(keys);
		if (fail) {
			throw new IllegalStateException("made to fail");
		}
	}

}
