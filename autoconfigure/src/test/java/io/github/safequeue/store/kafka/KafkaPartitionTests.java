/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A partition is polled, or will be once items are settled.
 */
class KafkaPartitionTests {

	private static final TopicPartition PARTITION = new TopicPartition("orders", 0);

	private static final int ITEMS = 100_000;

	private final List<Boolean> polling = new ArrayList<>();

	private volatile boolean polled = true;

	@Test
	void isPausedWhileTooMuchWaits() {
		KafkaPartition partition = new KafkaPartition(PARTITION, 4, (which, wanted) -> this.polling.add(wanted));
		deliver(partition, 6);
		assertThat(this.polling).containsExactly(false);
		settle(partition, 3);
		assertThat(this.polling).containsExactly(false);
		settle(partition, 1);
		assertThat(this.polling).containsExactly(false, true);
		settle(partition, 2);
		deliver(partition, 4);
		assertThat(this.polling).containsExactly(false, true, false);
	}

	@Test
	@Timeout(120)
	void isNeverPausedWithNothingLeftToSettle() throws InterruptedException {
		KafkaPartition partition = new KafkaPartition(PARTITION, 2, (which, wanted) -> this.polled = wanted);
		Semaphore delivered = new Semaphore(0);
		Thread worker = new Thread(() -> {
			for (int i = 0; i < ITEMS; i++) {
				delivered.acquireUninterruptibly();
				partition.settled();
			}
		});
		worker.start();
		for (int i = 0; i < ITEMS; i++) {
			while (!this.polled) {
				if (Thread.interrupted()) {
					throw new InterruptedException("It is still paused");
				}
			}
			partition.delivered();
			delivered.release();
		}
		worker.join();
		assertThat(this.polled).isTrue();
	}

	private static void deliver(KafkaPartition partition, int items) {
		for (int i = 0; i < items; i++) {
			partition.delivered();
		}
	}

	private static void settle(KafkaPartition partition, int items) {
		for (int i = 0; i < items; i++) {
			partition.settled();
		}
	}

}
