/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.testing;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.WorkHandler;

/**
 * A registry of real queues that are closed with it.
 */
public final class TestQueues implements SafeQueueRegistry, AutoCloseable {

	private final Map<String, SafeQueue<?>> queues = new ConcurrentSkipListMap<>();

	public <T> CloseableSafeQueue<T> add(String name, WorkHandler<T> handler) {
		return add(name, handler, (builder) -> builder);
	}

	public <T> CloseableSafeQueue<T> add(String name, WorkHandler<T> handler, UnaryOperator<SafeQueueBuilder> change) {
		CloseableSafeQueue<T> queue = change
			.apply(SafeQueues.builder().name(name).handler(handler).drainTimeout(Duration.ofMillis(100)))
			.build();
		add(queue);
		return queue;
	}

	public void add(SafeQueue<?> queue) {
		this.queues.put(queue.name(), queue);
	}

	@Override
	public Optional<SafeQueue<?>> find(String name) {
		return Optional.ofNullable(this.queues.get(name));
	}

	@Override
	public Collection<SafeQueue<?>> all() {
		return List.copyOf(this.queues.values());
	}

	@Override
	public boolean close(String name) {
		SafeQueue<?> queue = this.queues.remove(name);
		if (queue instanceof CloseableSafeQueue<?> closeable) {
			closeable.close();
		}
		return queue != null;
	}

	@Override
	public void close() {
		for (SafeQueue<?> queue : all()) {
			if (queue instanceof CloseableSafeQueue<?> closeable) {
				closeable.close();
			}
		}
		this.queues.clear();
	}

}
