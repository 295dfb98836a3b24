/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.BatchFailedException;
import io.github.safequeue.ContextPropagator;
import io.github.safequeue.ContextWorkHandler;
import io.github.safequeue.HandlerInterruptedException;
import io.github.safequeue.HandlerTimeoutException;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.WorkObserver;
import io.github.safequeue.WorkTimings;

/**
 * Calls the handler for what is in flight and settles it: handled, or after the last
 * attempt dead-lettered. A batch that fails part way takes several calls. Catches
 * whatever the handler throws. Called by workers only, one at a time for each place in
 * flight. Not final: tests put a failing one in its place.
 */
class HandlerInvoker {

	private final QueueSettings settings;

	private final WorkHandler<Object> handler;

	private final @Nullable ContextWorkHandler<Object> contextHandler;

	private final @Nullable WorkTimings timings;

	private final @Nullable InvocationContext invocation;

	/** Whether there is nothing but the handler to call. */
	private final boolean bare;

	/** Whether the handler takes lists, and items are taken one by one all the same. */
	private final boolean listOfOne;

	private final RetryLoop retryLoop;

	private final RunState runState;

	private final WorkSource source;

	private final Runnable gate;

	private final Consumer<List<Object>> undelivered;

	private final FutureCompletion completion;

	private final DeadLetters deadLetters;

	/** Create an invoker. */
	@SuppressWarnings("unchecked")
	HandlerInvoker(QueueSettings settings, RunState runState, WorkSource source, WorkHandler<?> handler, Runnable gate,
			Consumer<List<Object>> undelivered) {
		this.settings = settings;
		this.runState = runState;
		this.source = source;
		this.handler = TimeLimitedHandler.limit(settings, (WorkHandler<Object>) handler);
		this.contextHandler = (this.handler instanceof ContextWorkHandler<Object> context) ? context : null;
		this.gate = gate;
		this.undelivered = undelivered;
		this.timings = settings.timings();
		this.invocation = settings.invocation();
		this.bare = this.timings == null && this.invocation == null && this.contextHandler == null;
		this.listOfOne = settings.batchSize() == 1;
		this.retryLoop = new RetryLoop(settings, runState);
		this.completion = new FutureCompletion(settings.name(), settings.log());
		this.deadLetters = new DeadLetters(settings);
	}

	/** Handle what is in flight. */
	void invoke(InFlight inFlight) {
		// Read after the item was taken, so that a worker that takes what was accepted
		// during a drain sees the drain.
		if (this.runState.has(RunState.DRAINING)) {
			this.gate.run();
		}
		if (isSettledWithoutCall(inFlight)) {
			return;
		}
		boolean again;
		do {
			again = handle(inFlight);
		}
		while (again);
	}

	/** Call the handler once, and return whether this thread is to call it again. */
	private boolean handle(InFlight inFlight) {
		Retry retry = inFlight.retry;
		try {
			if (retry != null) {
				beginAttempt(inFlight, retry);
			}
			attempt(inFlight);
		}
		catch (Throwable ex) {
			return recover(inFlight, retry, ex);
		}
		return settle(inFlight, null);
	}

	private boolean isSettledWithoutCall(InFlight inFlight) {
		Throwable keyFailure = inFlight.keyFailure;
		if (inFlight.undeliverable) {
			inFlight.undeliverable = false;
			inFlight.waitingSince = 0;
			this.undelivered.accept(inFlight.elements());
			inFlight.clear();
			return true;
		}
		if (keyFailure != null) {
			inFlight.keyFailure = null;
			inFlight.waitingSince = 0;
			deadLetters(inFlight, causeOfLetter(inFlight, keyFailure), 0);
			settle(inFlight, keyFailure);
			return true;
		}
		return false;
	}

	private boolean recover(InFlight inFlight, @Nullable Retry before, Throwable thrown) {
		Throwable failure = split(inFlight, thrown);
		Retry retry = (before != null) ? before : firstRetry(failure);
		retry.failure = failure;
		long delay = this.retryLoop.delayMillis(retry);
		if (delay != RetryLoop.NEVER) {
			this.retryLoop.report(inFlight, retry, delay);
			return awaitNextCall(inFlight, retry, delay);
		}
		deadLetters(inFlight, causeOfLetter(inFlight, failure), retry.attempts);
		return settle(inFlight, failure);
	}

	/**
	 * Settle what a batch handler vouches for, so that the element that failed goes on
	 * alone, and return why that failed. Any other failure is that of the whole call. A
	 * handler that was interrupted in time may vouch as well.
	 */
	private Throwable split(InFlight inFlight, Throwable thrown) {
		boolean timeout = thrown instanceof HandlerTimeoutException;
		Throwable ofHandler = (timeout) ? thrown.getCause() : thrown;
		if (this.settings.batchSize() == 0 || !(ofHandler instanceof BatchFailedException failure)
				|| failure.index() < 0 || failure.index() >= inFlight.items()) {
			return thrown;
		}
		if (inFlight.content() instanceof Batch batch) {
			int from = batch.from();
			inFlight.countHandledBefore(batch, from + failure.index());
			complete(batch, from, batch.from(), null);
		}
		Throwable cause = failure.getCause();
		return (timeout || cause == null) ? thrown : cause;
	}

	/**
	 * Let what is in flight wait for its next call, and return whether this thread makes
	 * that call.
	 */
	private boolean awaitNextCall(InFlight inFlight, @Nullable Retry retry, long delay) {
		if (this.source.callLater(inFlight, retry, delay)) {
			inFlight.clear();
			return false;
		}
		if (!this.retryLoop.await(inFlight, retry, delay)) {
			this.undelivered.accept(inFlight.elements());
			inFlight.clear();
			return false;
		}
		inFlight.retry = retry;
		inFlight.seenCall = InFlight.UNSEEN;
		return true;
	}

	/** Waits for the memory it takes. */
	private static Throwable causeOfLetter(InFlight inFlight, Throwable failure) {
		while (inFlight.interrupted) {
			try {
				return new HandlerInterruptedException(inFlight.queue(), failure);
			}
			catch (OutOfMemoryError ex) {
				MemoryRetry.nap();
			}
		}
		return failure;
	}

	/** Waits for the memory it takes. */
	private static Retry firstRetry(Throwable failure) {
		for (;;) {
			try {
				return new Retry(failure);
			}
			catch (OutOfMemoryError ex) {
				MemoryRetry.nap();
			}
		}
	}

	private static void beginAttempt(InFlight inFlight, Retry retry) {
		retry.countAttempt();
		inFlight.attempt(retry.attempts);
		inFlight.countRetry();
	}

	/** Count what a call was given, and return whether this thread is to call again. */
	private boolean settle(InFlight inFlight, @Nullable Throwable failure) {
		Object content = inFlight.content();
		if (content instanceof Batch batch) {
			return settle(inFlight, batch, failure);
		}
		count(inFlight, failure);
		if (content instanceof Envelope) {
			this.completion.complete(content, failure);
		}
		return false;
	}

	private boolean settle(InFlight inFlight, Batch batch, @Nullable Throwable failure) {
		int from = batch.from();
		int to = batch.to();
		count(inFlight, failure);
		complete(batch, from, to, failure);
		return to < batch.elements().size() && awaitNextCall(inFlight, null, 0);
	}

	private static void count(InFlight inFlight, @Nullable Throwable failure) {
		if (failure == null) {
			inFlight.countHandled();
		}
		else {
			inFlight.countFailed();
		}
	}

	private void complete(Batch batch, int from, int to, @Nullable Throwable failure) {
		for (int i = from; i < to; i++) {
			this.completion.complete(batch.elements().get(i), failure);
		}
	}

	/** Call the handler once. */
	private void attempt(InFlight inFlight) throws Exception {
		InvocationContext invocation = this.invocation;
		if (this.bare) {
			this.handler.handle(argument(inFlight));
			return;
		}
		boolean timed = inFlight.sampling.isNextTimed();
		if (invocation == null) {
			call(inFlight, timed);
		}
		else {
			attempt(inFlight, invocation, timed);
		}
	}

	private void attempt(InFlight inFlight, InvocationContext invocation, boolean timed) throws Exception {
		ContextPropagator.Scope scope = invocation.open(inFlight);
		WorkObserver.Call call = invocation.begin(inFlight, timed);
		Throwable failure = null;
		try {
			call(inFlight, timed);
		}
		catch (Throwable ex) {
			failure = ex;
			throw ex;
		}
		finally {
			invocation.end(call, failure);
			invocation.close(scope);
		}
	}

	/**
	 * Call the handler, and record afterwards how long the item waited and the call took.
	 */
	private void call(InFlight inFlight, boolean timed) throws Exception {
		if (!timed && inFlight.waitingSince == 0) {
			callHandler(inFlight);
			return;
		}
		long start = System.nanoTime();
		try {
			callHandler(inFlight);
		}
		finally {
			record(inFlight, start, System.nanoTime() - start, timed);
		}
	}

	private void record(InFlight inFlight, long start, long nanos, boolean timed) {
		WorkTimings timings = this.timings;
		long waitingSince = inFlight.waitingSince;
		inFlight.waitingSince = 0;
		if (timed) {
			inFlight.sampling.ended(nanos);
		}
		if (timings != null && waitingSince != 0) {
			timings.waiting(this.settings.name(), start - waitingSince);
		}
		if (timings != null && timed) {
			timings.handling(this.settings.name(), nanos);
		}
	}

	private Object argument(InFlight inFlight) {
		Object argument = inFlight.argument();
		return (this.listOfOne) ? listOf(argument) : argument;
	}

	/** The handler may change it. */
	private static List<Object> listOf(Object item) {
		List<Object> list = new ArrayList<>(1);
		list.add(item);
		return list;
	}

	private void callHandler(InFlight inFlight) throws Exception {
		if (this.contextHandler != null) {
			this.contextHandler.handle(argument(inFlight), inFlight);
		}
		else {
			this.handler.handle(argument(inFlight));
		}
	}

	private void deadLetters(InFlight inFlight, Throwable failure, int attempts) {
		Object content = inFlight.content();
		if (content instanceof Batch batch) {
			this.deadLetters.deliver(batch, failure, attempts);
			return;
		}
		if (content == null) {
			return;
		}
		InvocationContext invocation = this.invocation;
		// In the context of the item's submitter, so that it goes on with the letter.
		ContextPropagator.Scope scope = (invocation != null) ? invocation.open(inFlight) : null;
		this.deadLetters.deliver(content, failure, attempts);
		if (invocation != null && scope != null) {
			invocation.close(scope);
		}
	}

}
