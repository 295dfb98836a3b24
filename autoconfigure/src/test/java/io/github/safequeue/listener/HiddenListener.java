/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.listener;

import io.github.safequeue.SafeQueueListener;

/**
 * Its method cannot be overridden in another package.
 */
public class HiddenListener {

	@SafeQueueListener("orders")
	void on(Order order) {
	}

}
