/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.function.UnaryOperator;

import io.github.safequeue.ContextWorkHandler;
import io.github.safequeue.WorkHandler;

/**
 * A handler that does more than to call the handler of the application. It limits the
 * time of that call itself, in place of its own. Bound to one queue.
 */
public interface EnclosingHandler extends ContextWorkHandler<Object> {

	/**
	 * Limit the calls of a handler from now on. Called before the first call.
	 * @param limiter makes a handler with a limit from one without; that handler is to be
	 * called with the context of the enclosing call
	 */
	void limitCalls(UnaryOperator<WorkHandler<Object>> limiter);

}
