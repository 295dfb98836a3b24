/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueueBuilderFactory;

/**
 * Creates the builders of {@link io.github.safequeue.SafeQueues}. Public with a public
 * constructor, as {@link java.util.ServiceLoader} asks for. Any thread.
 */
public final class EngineBuilderFactory implements SafeQueueBuilderFactory {

	/**
	 * Create the factory.
	 */
	public EngineBuilderFactory() {
	}

	@Override
	public SafeQueueBuilder create() {
		return new DefaultQueueBuilder(null);
	}

}
