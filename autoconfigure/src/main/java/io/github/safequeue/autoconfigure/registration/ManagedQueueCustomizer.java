/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.registration;

import io.github.safequeue.SafeQueueCustomizer;
import io.github.safequeue.engine.ManagedQueueBuilder;

/**
 * Changes what a context, and no user, decides about its queues. Beans of this type are
 * called after each {@link SafeQueueCustomizer}.
 */
@FunctionalInterface
public interface ManagedQueueCustomizer {

	/**
	 * Change a builder that is about to build.
	 * @param builder the builder
	 */
	void customize(ManagedQueueBuilder builder);

}
