/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.store.DeliveryHandler;
import io.github.safequeue.store.ReceivedItem;
import io.github.safequeue.store.Settlement;

/**
 * Remembers what it was called with, and fails as it is asked to.
 */
final class RecordingHandler implements DeliveryHandler {

	final Queue<ReceivedItem> handled = new ConcurrentLinkedQueue<>();

	final Queue<ReceivedItem> failed = new ConcurrentLinkedQueue<>();

	volatile @Nullable Throwable failure;

	private final Action action;

	private final BiFunction<ReceivedItem, Throwable, Settlement> answer;

	RecordingHandler(Action action, BiFunction<ReceivedItem, Throwable, Settlement> answer) {
		this.action = action;
		this.answer = answer;
	}

	static RecordingHandler succeeding() {
		return doing((items) -> {
		});
	}

	static RecordingHandler doing(Action action) {
		return new RecordingHandler(action, (item, failure) -> new Settlement.Retry(item, Duration.ZERO));
	}

	static RecordingHandler failing(BiFunction<ReceivedItem, Throwable, Settlement> answer) {
		return new RecordingHandler((items) -> {
			throw new IllegalStateException("made to fail");
		}, answer);
	}

	@Override
	public void handle(List<ReceivedItem> items) throws Exception {
		this.action.run(items);
		this.handled.addAll(items);
	}

	@Override
	public List<Settlement> failed(List<ReceivedItem> items, Throwable cause) {
		this.failure = cause;
		this.failed.addAll(items);
		return items.stream().map((item) -> this.answer.apply(item, cause)).toList();
	}

	List<String> payloads() {
		return this.handled.stream().map(ReceivedItem::payload).toList();
	}

	/** What a handler does. */
	interface Action {

		void run(List<ReceivedItem> items) throws Exception;

	}

}
