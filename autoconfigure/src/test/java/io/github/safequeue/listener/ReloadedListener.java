/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.listener;

import io.github.safequeue.SafeQueueListener;

/**
 * A listener, and its own item, that has a class of its own in each class loader.
 */
public class ReloadedListener {

	private int handled;

	@SafeQueueListener("q")
	void on(ReloadedListener item) {
		item.handled++;
	}

	int handled() {
		return this.handled;
	}

}
