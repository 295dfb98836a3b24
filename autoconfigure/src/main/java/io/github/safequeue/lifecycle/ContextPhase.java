/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * How far a context has come. Any thread.
 */
final class ContextPhase {

	private final ConfigurableApplicationContext context;

	/** Whether all singletons exist, so that handlers can be bound. */
	volatile boolean initialized;

	/** Whether the context started its lifecycle beans and did not stop them since. */
	volatile boolean running;

	/** Whether the beans are destroyed: a queue that is built now is closed at once. */
	volatile boolean over;

	ContextPhase(ConfigurableApplicationContext context) {
		this.context = context;
		// A bean factory makes beans anew that are asked for after its end.
		this.over = context.isClosed() || !context.isActive();
	}

	boolean isClosing() {
		return this.context.isClosed();
	}

	/** Whether the context is neither starting nor stopping. */
	boolean isAtWork() {
		return this.running && !isClosing();
	}

	/** Whether the context will not close what it has not closed yet. */
	boolean isGivenUp() {
		// Spring gives up a context whose refresh does not end when the JVM does.
		return !this.context.isActive();
	}

}
