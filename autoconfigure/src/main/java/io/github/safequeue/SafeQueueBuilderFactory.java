/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue;

/**
 * Creates the builders of {@link SafeQueues}. The library's engine provides it as a
 * {@linkplain java.util.ServiceLoader service}; applications call {@link SafeQueues}.
 */
public interface SafeQueueBuilderFactory {

	/**
	 * Create a builder of queues that live without an application context. Any thread.
	 * @return a new builder
	 */
	SafeQueueBuilder create();

}
