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
