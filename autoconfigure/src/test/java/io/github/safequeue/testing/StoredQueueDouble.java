/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueDiagnostics;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.StoreStatus;
import io.github.safequeue.StoredDeadLetter;
import io.github.safequeue.StoredQueueDiagnostics;
import io.github.safequeue.WorkerSnapshot;

/**
 * Stands for a queue with a store: two real queues, and a store that is up or down as a
 * test wants it.
 */
public final class StoredQueueDouble implements SafeQueue<Object>, StoredQueueDiagnostics {

	public static final Instant SINCE = Instant.parse("2026-03-01T10:15:30.250Z");

	private final @Nullable CloseableSafeQueue<Object> incoming;

	private final CloseableSafeQueue<Object> outgoing;

	private final List<StoredDeadLetter> dead = new CopyOnWriteArrayList<>();

	private volatile boolean reachable = true;

	private volatile boolean listing = true;

	private volatile boolean available = true;

	private volatile int accesses;

	public StoredQueueDouble(@Nullable CloseableSafeQueue<Object> incoming, CloseableSafeQueue<Object> outgoing) {
		this.incoming = incoming;
		this.outgoing = outgoing;
	}

	/** The next access fails, and the queue knows as much. */
	public void breakStore() {
		this.reachable = false;
		this.available = false;
	}

	/** The next access fails, which the queue does not know yet. */
	public void breakStoreUnnoticed() {
		this.reachable = false;
	}

	/** The store keeps dead letters, and cannot list them. */
	public void hideDeadLetters() {
		this.listing = false;
	}

	public void addDeadLetter(StoredDeadLetter letter) {
		this.dead.add(0, letter);
	}

	public int accesses() {
		return this.accesses;
	}

	@Override
	public String name() {
		return this.outgoing.name();
	}

	@Override
	public boolean offer(Object item) {
		return this.outgoing.offer(item);
	}

	@Override
	public CompletableFuture<Void> submit(Object item) {
		return CompletableFuture.failedFuture(new UnsupportedOperationException());
	}

	@Override
	public boolean awaitQuiescence(Duration timeout) throws InterruptedException {
		return this.outgoing.awaitQuiescence(timeout);
	}

	@Override
	public void pause() {
		if (this.incoming != null) {
			this.incoming.pause();
		}
	}

	@Override
	public void resume() {
		if (this.incoming != null) {
			this.incoming.resume();
		}
	}

	@Override
	public int size() {
		return this.outgoing.size();
	}

	@Override
	public int capacity() {
		return this.outgoing.capacity();
	}

	@Override
	public SafeQueueState state() {
		return this.outgoing.state();
	}

	@Override
	public SafeQueueSnapshot snapshot() {
		return this.outgoing.snapshot();
	}

	@Override
	public @Nullable SafeQueueSnapshot incoming() {
		return (this.incoming != null) ? this.incoming.snapshot() : null;
	}

	@Override
	public SafeQueueSnapshot outgoing() {
		return this.outgoing.snapshot();
	}

	@Override
	public SafeQueueDiagnostics writing() {
		return (SafeQueueDiagnostics) this.outgoing;
	}

	@Override
	public StoreStatus availability() {
		return new StoreStatus("jdbc", this.available, SINCE, 0, false, Duration.ZERO, 0);
	}

	@Override
	public StoreStatus store() {
		access();
		return new StoreStatus("jdbc", this.available, SINCE, 10_000, true, Duration.ofMillis(61_500),
				this.dead.size());
	}

	@Override
	public List<StoredDeadLetter> deadLetters(int max) {
		access();
		if (!this.listing) {
			throw new UnsupportedOperationException();
		}
		return List.copyOf(new ArrayList<>(this.dead).subList(0, Math.min(max, this.dead.size())));
	}

	@Override
	public boolean requeue(String id) {
		access();
		if (!this.listing) {
			throw new UnsupportedOperationException();
		}
		return this.dead.removeIf((letter) -> letter.id().equals(id));
	}

	private synchronized void access() {
		this.accesses++;
		if (!this.reachable) {
			throw new IllegalStateException("connection refused while writing " + Secret.CONTENT);
		}
	}

	private SafeQueueDiagnostics handling() {
		return (SafeQueueDiagnostics) ((this.incoming != null) ? this.incoming : this.outgoing);
	}

	@Override
	public List<WorkerSnapshot> workers() {
		return handling().workers();
	}

	@Override
	public List<WorkerSnapshot> stuckWorkers() {
		return handling().stuckWorkers();
	}

	@Override
	public Duration stuckThreshold() {
		return handling().stuckThreshold();
	}

	@Override
	public int stuckCalls() {
		return handling().stuckCalls();
	}

	@Override
	public Duration longestRunning() {
		return handling().longestRunning();
	}

	@Override
	public Duration oldestWaiting() {
		return handling().oldestWaiting();
	}

	@Override
	public int missingWorkers() {
		return handling().missingWorkers();
	}

	@Override
	public long replacedWorkers() {
		return handling().replacedWorkers();
	}

	@Override
	public boolean blockedByUnpublishedItem() {
		return handling().blockedByUnpublishedItem();
	}

}
