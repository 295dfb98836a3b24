/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import org.jspecify.annotations.Nullable;

/**
 * What stands in a queue for an item that it gets later. Reports name that item.
 */
public interface ItemHolder {

	/**
	 * Return what is handled at this moment. Any thread.
	 * @return the item, {@code null} if there is none
	 */
	@Nullable Object item();

}
