/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.DeadLetter;
import io.github.safequeue.ItemIdentity;

/**
 * Delivers what a call failed for the last time, each item for itself, and logs by one
 * line what nothing took, unless there are too many such lines. Called by workers.
 */
final class DeadLetters {

	private final QueueSettings settings;

	/** What is logged of a failure. */
	private final UnaryOperator<Throwable> shown;

	private final RepeatedFailures repeated = new RepeatedFailures();

	private final LineLimit limit = new LineLimit();

	DeadLetters(QueueSettings settings) {
		this(settings, UnaryOperator.identity());
	}

	private DeadLetters(QueueSettings settings, UnaryOperator<Throwable> shown) {
		this.settings = settings;
		this.shown = shown;
	}

	/**
	 * As for a queue with a store, whose handlers access the database that the items are
	 * in: messages of a database quote values, so that none is logged.
	 */
	static DeadLetters withoutMessages(QueueSettings settings) {
		return new DeadLetters(settings, FailureWithoutMessage::of);
	}

	/** Deliver what a call was given. By index: an iterator would need memory. */
	void deliver(Batch batch, Throwable failure, int attempts) {
		List<Object> left = null;
		for (int i = batch.from(); i < batch.to(); i++) {
			Object item = Envelope.itemOf(batch.elements().get(i));
			if (!isTaken(item, failure, attempts)) {
				left = with(left, item);
			}
		}
		if (left != null) {
			log(left, failure, attempts);
		}
	}

	/** Deliver a single element. */
	void deliver(Object element, Throwable failure, int attempts) {
		Object item = Envelope.itemOf(element);
		if (!isTaken(item, failure, attempts)) {
			log(with(null, item), failure, attempts);
		}
	}

	private boolean isTaken(Object item, Throwable failure, int attempts) {
		// The handler's interrupt is not meant for what takes its dead letters.
		Thread.interrupted();
		try {
			return this.settings.deadLetters().take(letter(item, failure, attempts));
		}
		catch (Throwable ex) {
			// Not as suppressed: a throwable that is thrown again and again would grow.
			this.repeated.log(this.settings, EngineLog.Trouble.DEAD_LETTER, ex);
			return false;
		}
	}

	/** Waits for the memory it takes. */
	private DeadLetter<?> letter(Object item, Throwable failure, int attempts) {
		for (;;) {
			try {
				return new DeadLetter<>(this.settings.name(), item, failure, attempts, this.settings.clock().instant());
			}
			catch (OutOfMemoryError ex) {
				MemoryRetry.nap();
			}
		}
	}

	/** As {@link #letter}. */
	private static List<Object> with(@Nullable List<Object> items, Object item) {
		for (;;) {
			try {
				List<Object> target = (items != null) ? items : new ArrayList<>();
				target.add(item);
				return target;
			}
			catch (OutOfMemoryError ex) {
				MemoryRetry.nap();
			}
		}
	}

	private void log(List<Object> items, Throwable failure, int attempts) {
		try {
			boolean first = this.repeated.isFirst(failure);
			String more = this.limit.next(items.size(), first, System.nanoTime());
			if (more == null) {
				return;
			}
			String what = (items.size() == 1) ? ItemIdentity.of(items.get(0))
					: "%d items (%s)".formatted(items.size(), UndeliveredReporter.types(items));
			String message = "Queue '%s': %s failed for the last time (attempts: %d)".formatted(this.settings.name(),
					what, attempts);
			if (first) {
				this.settings.log().error(message + more, this.shown.apply(failure));
			}
			else {
				this.settings.log()
					.error("%s with %s; its stack trace was logged less than a minute ago%s".formatted(message,
							failure.getClass().getName(), more), null);
			}
		}
		catch (Throwable ex) {
			this.settings.log().error(EngineLog.Trouble.FAILED, this.settings.name(), failure);
		}
	}

}
