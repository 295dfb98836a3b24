/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue;

/**
 * Changes queue builders just before they build. Each bean of this type sees every
 * builder of the context, after properties and annotations were applied.
 */
@FunctionalInterface
public interface SafeQueueCustomizer {

	/**
	 * Change a builder.
	 * @param builder the builder, whose {@link SafeQueueBuilder#name()} is the queue's
	 */
	void customize(SafeQueueBuilder builder);

}
