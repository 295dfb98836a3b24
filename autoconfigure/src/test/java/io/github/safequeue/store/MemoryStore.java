/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;

import io.github.safequeue.StoredDeadLetter;

/**
 * A store in memory that keeps the rules of a store with transactions. Several queues and
 * several applications may share one.
 */
public final class MemoryStore implements StoreProvider {

	/** Whether the store answers. */
	public volatile boolean up = true;

	/** Whether a commit fails whose outcome nobody knows. */
	public volatile boolean commitBreaks;

	/** Held by a call that writes, if there is one. */
	public volatile @Nullable CountDownLatch writing;

	final Map<String, Shelf> shelves = new ConcurrentHashMap<>();

	@Override
	public String type() {
		return "memory";
	}

	@Override
	public ItemStore open(StoredQueueSettings queue) {
		return shelf(queue.name());
	}

	/** The items of a queue. */
	public Shelf shelf(String queue) {
		return this.shelves.computeIfAbsent(queue, Shelf::new);
	}

	private void requireUp() {
		if (!this.up) {
			throw new DataAccessResourceFailureException("down");
		}
	}

	/**
	 * An item with what the store knows of it.
	 */
	private static final class Entry {

		ReceivedItem item;

		Instant due = Instant.EPOCH;

		boolean taken;

		Entry(ReceivedItem item) {
			this.item = item;
		}

	}

	/**
	 * The items of one queue.
	 */
	public final class Shelf implements TransactionalStore {

		private final String queue;

		private final TreeMap<Long, Entry> entries = new TreeMap<>();

		private final Map<String, ReceivedItem> dead = new LinkedHashMap<>();

		private final List<Runnable> arrivals = new ArrayList<>();

		private long last;

		Shelf(String queue) {
			this.queue = queue;
		}

		/** How many items wait or are handled. */
		public synchronized int size() {
			return this.entries.size();
		}

		/** The payloads of the dead letters. */
		public synchronized List<String> deadPayloads() {
			return this.dead.values().stream().map(ReceivedItem::payload).toList();
		}

		/** Add an item as another process does. */
		public void add(String payload) {
			insert(new OutgoingItem("id-" + payload, null, payload, Map.of()));
		}

		private synchronized void insert(OutgoingItem item) {
			long id = ++this.last;
			this.entries.put(id,
					new Entry(new ReceivedItem(id, item.id(), item.key(), item.payload(), item.headers(), 0, 0)));
		}

		@Override
		public void write(List<OutgoingItem> items) {
			CountDownLatch writing = MemoryStore.this.writing;
			if (writing != null) {
				await(writing);
			}
			requireUp();
			for (int i = 0; i < items.size(); i++) {
				if (items.get(i).payload().contains("refused")) {
					items.subList(0, i).forEach(this::insert);
					throw new RefusedItemException(this.queue, i, new IllegalStateException(items.get(i).payload()));
				}
			}
			items.forEach(this::insert);
			arrived();
		}

		private static void await(CountDownLatch latch) {
			try {
				latch.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new DataAccessResourceFailureException("interrupted");
			}
		}

		@Override
		public void enqueue(OutgoingItem item) {
			write(List.of(item));
		}

		@Override
		public boolean receive(int max, DeliveryHandler handler) {
			requireUp();
			return deliver(take(max), handler);
		}

		@Override
		public boolean receiveAgain(List<ReceivedItem> items, DeliveryHandler handler) {
			requireUp();
			List<Entry> taken = new ArrayList<>();
			synchronized (this) {
				for (ReceivedItem item : items) {
					Entry entry = this.entries.get((Long) item.position());
					if (entry != null && !entry.taken) {
						entry.taken = true;
						taken.add(entry);
					}
				}
			}
			return deliver(taken, handler);
		}

		private synchronized List<Entry> take(int max) {
			List<Entry> taken = new ArrayList<>();
			for (Entry entry : this.entries.values()) {
				if (!entry.taken && !entry.due.isAfter(Instant.now()) && taken.size() < max
						&& (taken.isEmpty() || taken.get(0).item.failures() == entry.item.failures())) {
					entry.taken = true;
					taken.add(entry);
				}
			}
			return taken;
		}

		private boolean deliver(List<Entry> taken, DeliveryHandler handler) {
			if (taken.isEmpty()) {
				return false;
			}
			List<ReceivedItem> items = taken.stream().map((entry) -> entry.item).toList();
			try {
				handler.handle(items);
			}
			catch (Throwable ex) {
				handler.failed(items, ex).forEach(this::settle);
				return true;
			}
			if (MemoryStore.this.commitBreaks) {
				release(taken);
				throw new OutcomeUnknownException(this.queue, new IllegalStateException());
			}
			synchronized (this) {
				items.forEach((item) -> this.entries.remove((Long) item.position()));
			}
			return true;
		}

		private synchronized void release(List<Entry> taken) {
			taken.forEach((entry) -> entry.taken = false);
		}

		private synchronized void settle(Settlement settlement) {
			ReceivedItem item = settlement.item();
			Entry entry = this.entries.get((Long) item.position());
			entry.taken = false;
			if (settlement instanceof Settlement.Retry retry) {
				entry.item = new ReceivedItem(item.position(), item.id(), item.key(), item.payload(), item.headers(),
						item.failures() + 1, item.lost());
				entry.due = Instant.now().plus(retry.delay());
			}
			else if (settlement instanceof Settlement.PutBack back) {
				entry.item = new ReceivedItem(item.position(), item.id(), item.key(), item.payload(), item.headers(),
						item.failures(), item.lost() + 1);
				entry.due = Instant.now().plus(back.delay());
			}
			else if (settlement instanceof Settlement.Dead) {
				this.entries.remove((Long) item.position());
				this.dead.put(item.id(), item);
			}
			else if (settlement instanceof Settlement.Forward forward) {
				this.entries.remove((Long) item.position());
				shelf(forward.queue()).insert(new OutgoingItem(item.id(), item.key(), item.payload(), item.headers()));
			}
		}

		@Override
		public synchronized StoreFigures figures() {
			requireUp();
			return new StoreFigures(this.entries.size(), false, Duration.ZERO, this.dead.size());
		}

		@Override
		public synchronized List<StoredDeadLetter> deadLetters(int max) {
			return this.dead.values()
				.stream()
				.map((item) -> new StoredDeadLetter(item.id(), "cause", item.deliveryCount(), Instant.EPOCH))
				.toList();
		}

		@Override
		public synchronized boolean requeue(String id) {
			ReceivedItem item = this.dead.remove(id);
			if (item == null) {
				return false;
			}
			insert(new OutgoingItem(item.id(), item.key(), item.payload(), item.headers()));
			arrived();
			return true;
		}

		private void arrived() {
			List<Runnable> actions;
			synchronized (this) {
				actions = List.copyOf(this.arrivals);
			}
			actions.forEach(Runnable::run);
		}

		@Override
		public synchronized void onArrival(Runnable action) {
			this.arrivals.add(action);
		}

		@Override
		public Duration pollInterval() {
			return Duration.ofMillis(50);
		}

		@Override
		public void close() {
			// What it holds stays.
		}

	}

}
