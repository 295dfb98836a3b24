/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.safequeue.CloseableSafeQueue;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the threads of a queue are, whichever thread makes them.
 */
class WorkerThreadsTests {

	private static final InheritableThreadLocal<String> inheritable = new InheritableThreadLocal<>();

	@ParameterizedTest
	@EnumSource
	void handlersSeeNothingOfTheThreadThatStartedTheQueue(WorkerPools pool) throws Exception {
		AtomicReference<Optional<String>> seen = new AtomicReference<>();
		AtomicReference<Thread> worker = new AtomicReference<>();
		inheritable.set("of the starting thread");
		try {
			CloseableSafeQueue<Object> queue = pool.build((item) -> {
				seen.set(Optional.ofNullable(inheritable.get()));
				worker.set(Thread.currentThread());
			});
			queue.submit("item").get();
			assertThat(seen.get()).isEmpty();
			assertThat(worker.get().isDaemon()).isTrue();
			assertThat(worker.get().getName()).startsWith("safequeue-q-");
			queue.close();
		}
		finally {
			inheritable.remove();
		}
	}

}
