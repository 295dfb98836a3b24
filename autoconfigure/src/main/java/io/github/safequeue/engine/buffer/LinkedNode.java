/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine.buffer;

import org.jspecify.annotations.Nullable;

/**
 * A node of a {@link LinkedBuffer}. An element that is its own node is left in such a
 * buffer without allocation.
 */
public abstract class LinkedNode {

	@Nullable Object element;

	final boolean closing;

	long count;

	/** The node before, until this one is taken. Of a closing node: for good. */
	@Nullable LinkedNode previous;

	volatile @Nullable LinkedNode next;

	/**
	 * Create a node that is its own element.
	 */
	protected LinkedNode() {
		this.element = this;
		this.closing = false;
	}

	LinkedNode(@Nullable Object element, boolean closing) {
		this.element = element;
		this.closing = closing;
	}

	/** A node of an element that brought none. */
	static final class Plain extends LinkedNode {

		Plain(@Nullable Object element, boolean closing) {
			super(element, closing);
		}

	}

}
