/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.health;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueDiagnostics;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.WorkerSnapshot;

/**
 * A queue that tells of ailments that a real one cannot be brought to at will.
 *
 * @param missingWorkers the missing workers
 * @param replacedWorkers the replaced workers
 * @param blockedByUnpublishedItem whether the head is blocked
 */
record AilingQueue(int missingWorkers, long replacedWorkers,
		boolean blockedByUnpublishedItem) implements SafeQueue<Object>, SafeQueueDiagnostics {

	@Override
	public String name() {
		return "ailing";
	}

	@Override
	public boolean offer(Object item) {
		return false;
	}

	@Override
	public CompletableFuture<Void> submit(Object item) {
		return new CompletableFuture<>();
	}

	@Override
	public boolean awaitQuiescence(Duration timeout) {
		return true;
	}

	@Override
	public void pause() {
	}

	@Override
	public void resume() {
	}

	@Override
	public int size() {
		return 0;
	}

	@Override
	public int capacity() {
		return 8;
	}

	@Override
	public SafeQueueState state() {
		return SafeQueueState.RUNNING;
	}

	@Override
	public SafeQueueSnapshot snapshot() {
		return new SafeQueueSnapshot(name(), state(), 0, 8, 1, 0, 0, 0, 0, 0, 0, 0, 0);
	}

	@Override
	public List<WorkerSnapshot> workers() {
		throw new AssertionError("Health is asked often and looks at stuck workers only");
	}

	@Override
	public List<WorkerSnapshot> stuckWorkers() {
		return List.of();
	}

	@Override
	public int stuckCalls() {
		return 0;
	}

	@Override
	public Duration longestRunning() {
		return Duration.ZERO;
	}

	@Override
	public Duration oldestWaiting() {
		return Duration.ZERO;
	}

	@Override
	public Duration stuckThreshold() {
		return Duration.ofSeconds(30);
	}

}
