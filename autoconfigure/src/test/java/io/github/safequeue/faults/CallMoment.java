/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults;

/**
 * When something is submitted.
 */
enum CallMoment {

	/** In {@code @PostConstruct} of a bean, while the context refreshes. */
	BEFORE_START("a @PostConstruct method", false),

	RUNNING("a plain thread while the queue runs", true),

	PAUSED("a plain thread while the queue is paused", true),

	/** The context was stopped and is not closing. */
	STOPPED("a plain thread while the context is stopped", false),

	CLOSED_EVENT("a listener of ContextClosedEvent", true),

	STOP_FIRST("Lifecycle.stop in the highest phase", true),

	STOP_MIDDLE("Lifecycle.stop in phase 0", true),

	STOP_LAST("Lifecycle.stop in the lowest phase", true),

	PRE_DESTROY("a @PreDestroy method", true),

	DISPOSABLE("DisposableBean.destroy", true),

	/** The queue's bean is being destroyed, and a handler still runs. */
	DRAINING("a plain thread while the queue drains", true),

	/** A bean that the handler depends on is destroyed, after the queue. */
	DEPENDENCY_DESTROYED("a @PreDestroy method of what the handler needs", false),

	/** The context is closed. */
	CLOSED("a plain thread after the context closed", false);

	private final String text;

	private final boolean held;

	CallMoment(String text, boolean held) {
		this.text = text;
		this.held = held;
	}

	/** Who submits if it is the thread that is there at this moment. */
	String text() {
		return this.text;
	}

	/**
	 * Whether the queue's only worker is kept busy until the submissions returned.
	 * Otherwise there is none that could take anything.
	 */
	boolean isHeld() {
		return this.held;
	}

	/** Whether the queue is closed by then. */
	boolean isClosed() {
		return this == DEPENDENCY_DESTROYED || this == CLOSED;
	}

	/** Whether a handler that is to submit then must have been called before. */
	boolean needsEarlyHandler() {
		return this == PAUSED || this == DRAINING || isClosed();
	}

}
