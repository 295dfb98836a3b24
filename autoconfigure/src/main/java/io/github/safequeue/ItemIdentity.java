/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue;

import org.jspecify.annotations.Nullable;

/**
 * Names an item by its type and identity, never by its content, which may be personal
 * data. Calls no method of the item.
 */
public final class ItemIdentity {

	private ItemIdentity() {
	}

	/**
	 * Describe an item.
	 * @param item the item
	 * @return its class name and identity hash code
	 */
	public static String of(@Nullable Object item) {
		return (item != null) ? item.getClass().getName() + "@" + Integer.toHexString(System.identityHashCode(item))
				: "none";
	}

}
