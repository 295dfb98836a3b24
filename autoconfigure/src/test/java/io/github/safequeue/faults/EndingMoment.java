/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults;

/**
 * Where an {@link EndingApplication} stands when it ends.
 */
enum EndingMoment {

	/** In {@code @PostConstruct}, when the queue's handler does not exist yet. */
	POST_CONSTRUCT_BEFORE_HANDLER,

	/** In {@code @PostConstruct}, when the queue's handler exists. */
	POST_CONSTRUCT,

	/** In a listener during the refresh, when the workers are started. */
	CONTEXT_REFRESHED,

	/** In an {@code ApplicationRunner}. */
	RUNNER,

	/** In a listener after the start. */
	APPLICATION_READY,

	/** At the end of {@code main}. */
	MAIN,

	/** In the handler of another queue. */
	OTHER_HANDLER,

	/** In a listener that the handler of another queue calls by an event. */
	LISTENER_OF_HANDLER,

	/** In the handler of another queue, while {@code main} closes the context. */
	HANDLER_WHILE_CLOSING,

	/** In the handler of the queue itself. */
	HANDLER,

	/** In the handler of the queue itself, while a refresh that failed drains it. */
	HANDLER_AFTER_FAILED_REFRESH;

	/** Whether the item in flight keeps the thread that ends. */
	boolean isInHandler() {
		return this == HANDLER || this == HANDLER_AFTER_FAILED_REFRESH;
	}

}
