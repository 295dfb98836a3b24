/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import io.github.safequeue.engine.buffer.LinkedNode;

/**
 * An item that is its own node in a queue without limit: memory for the hand-over is
 * allocated when the item is created. May be submitted once, to one queue.
 */
public abstract class PreallocatedEntry extends LinkedNode {

	/**
	 * Create an item and its node.
	 */
	protected PreallocatedEntry() {
		super();
	}

}
