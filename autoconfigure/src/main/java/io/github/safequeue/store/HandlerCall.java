/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import java.util.Map;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.ContextWorkHandler;
import io.github.safequeue.WorkContext;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.WorkObserver;
import io.github.safequeue.WorkTimings;
import io.github.safequeue.engine.HandlingSettings;

/**
 * Calls the application's handler, observed, timed and limited as the queue's settings
 * say. Called by the workers of an incoming side.
 */
final class HandlerCall {

	private final String queue;

	private final WorkHandler<Object> handler;

	private final @Nullable WorkTimings timings;

	private final StoreObserver observer;

	/** Runs a call, with a limit of its time where there is one. */
	private volatile WorkHandler<Object> limited = HandlerCall::run;

	@SuppressWarnings("unchecked")
	HandlerCall(String queue, WorkHandler<?> handler, HandlingSettings settings) {
		this.queue = queue;
		this.handler = (WorkHandler<Object>) handler;
		this.timings = settings.timings();
		this.observer = new StoreObserver(queue, settings.observer());
	}

	/** Set what limits the time of a call. */
	void limitBy(UnaryOperator<WorkHandler<Object>> limiter) {
		this.limited = limiter.apply(HandlerCall::run);
	}

	private static void run(Object call) throws Exception {
		((Call) call).run();
	}

	/**
	 * Call the handler.
	 * @param argument an item, or a list of items
	 * @param items how many items it stands for
	 * @param headers what travelled beside the item
	 * @param context the call, as the handler sees it
	 * @param worker the worker's own context
	 * @throws Exception what the handler throws
	 */
	void call(Object argument, int items, Map<String, String> headers, WorkContext context, WorkContext worker)
			throws Exception {
		WorkObserver.Call observation = this.observer.begin(context, items, headers);
		long start = System.nanoTime();
		Throwable failure = null;
		try {
			limited(() -> callHandler(argument, context), worker);
		}
		catch (Throwable ex) {
			failure = ex;
			throw ex;
		}
		finally {
			this.observer.end(observation, failure);
			if (this.timings != null) {
				this.timings.handling(this.queue, System.nanoTime() - start);
			}
		}
	}

	private void limited(Call call, WorkContext worker) throws Exception {
		if (this.limited instanceof ContextWorkHandler<Object> withContext) {
			withContext.handle(call, worker);
		}
		else {
			this.limited.handle(call);
		}
	}

	private void callHandler(Object argument, WorkContext context) throws Exception {
		if (this.handler instanceof ContextWorkHandler<Object> withContext) {
			withContext.handle(argument, context);
		}
		else {
			this.handler.handle(argument);
		}
	}

	/** One call of the handler. */
	@FunctionalInterface
	private interface Call {

		void run() throws Exception;

	}

}
