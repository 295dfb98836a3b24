/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueues;
import io.github.safequeue.WorkHandler;

/**
 * Each kind of worker pool with each kind of buffer.
 */
enum WorkerPools {

	ONE, SEVERAL, LANES, VIRTUAL, VIRTUAL_LANES, ONE_UNBOUNDED, SEVERAL_UNBOUNDED, LANES_UNBOUNDED, VIRTUAL_UNBOUNDED;

	SafeQueueBuilder prepare(SafeQueueBuilder builder, WorkHandler<Object> handler) {
		builder.name("q").handler(handler);
		builder.capacity((name().endsWith("UNBOUNDED")) ? 0 : 1024);
		builder.concurrency((name().startsWith("ONE")) ? 1 : 3);
		builder.virtualThreads(name().startsWith("VIRTUAL") && WorkerThreads.supportsVirtual());
		if (name().contains("LANES")) {
			builder.key(Object::hashCode);
		}
		return builder;
	}

	/**
	 * The same with one worker where several would divide what waits among them, as those
	 * of a pool of virtual threads do on a JVM that has none.
	 */
	SafeQueueBuilder prepareUndivided(SafeQueueBuilder builder, WorkHandler<Object> handler) {
		prepare(builder, handler);
		return name().contains("LANES") ? builder : builder.concurrency(1);
	}

	CloseableSafeQueue<Object> build(WorkHandler<Object> handler) {
		return prepare(SafeQueues.builder(), handler).build();
	}

	/**
	 * A queue of which no worker takes anything before {@code resume()}: behind
	 * {@code pause()} a worker may still take the next item.
	 */
	CloseableSafeQueue<Object> buildPaused(WorkHandler<Object> handler) {
		return prepare(SafeQueues.builder(), handler).autoStartup(false).build();
	}

}
