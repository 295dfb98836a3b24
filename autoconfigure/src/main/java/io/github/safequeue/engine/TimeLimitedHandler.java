/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Duration;

import io.github.safequeue.ContextWorkHandler;
import io.github.safequeue.HandlerTimeoutException;
import io.github.safequeue.WorkContext;
import io.github.safequeue.WorkHandler;

/**
 * A handler whose calls are interrupted and fail when they take too long. Stands around
 * the handler of queues with such a limit, so that others pay nothing. Called by workers.
 */
final class TimeLimitedHandler implements ContextWorkHandler<Object> {

	private final String queue;

	private final Duration limit;

	private final WorkHandler<Object> handler;

	private TimeLimitedHandler(String queue, Duration limit, WorkHandler<Object> handler) {
		this.queue = queue;
		this.limit = limit;
		this.handler = handler;
	}

	/** Limit the calls of a handler as the settings say. */
	static WorkHandler<Object> limit(QueueSettings settings, WorkHandler<Object> handler) {
		Duration limit = settings.handlerTimeout();
		if (limit == null) {
			return handler;
		}
		if (handler instanceof EnclosingHandler enclosing) {
			enclosing.limitCalls((enclosed) -> new TimeLimitedHandler(settings.name(), limit, enclosed));
			return handler;
		}
		return new TimeLimitedHandler(settings.name(), limit, handler);
	}

	@Override
	public void handle(Object item, WorkContext context) throws Exception {
		CallTimer timer = ((InFlight) context).timer;
		if (timer == null) {
			call(item, context);
			return;
		}
		timer.begin();
		try {
			call(item, context);
		}
		catch (Throwable ex) {
			if (timer.end()) {
				throw new HandlerTimeoutException(this.queue, this.limit, ex);
			}
			throw ex;
		}
		if (timer.end()) {
			throw new HandlerTimeoutException(this.queue, this.limit, null);
		}
	}

	private void call(Object item, WorkContext context) throws Exception {
		if (this.handler instanceof ContextWorkHandler<Object> withContext) {
			withContext.handle(item, context);
		}
		else {
			this.handler.handle(item);
		}
	}

}
