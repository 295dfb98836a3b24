/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * A broker in memory: delivers by itself, and keeps what is not acknowledged.
 */
public final class MemoryBroker implements StoreProvider {

	/** Whether dead letters are confirmed. */
	public volatile boolean confirming = true;

	/** Whether deliveries with equal keys are kept in order. */
	public boolean ordered;

	/** Whether the broker counts what is given back. */
	public boolean releaseUncounted = true;

	public int maxDeliveries = 10;

	private final Map<String, Topic> topics = new ConcurrentHashMap<>();

	@Override
	public String type() {
		return "broker";
	}

	@Override
	public ItemStore open(StoredQueueSettings queue) {
		return topic(queue.name());
	}

	/** The items of a queue. */
	public Topic topic(String queue) {
		return this.topics.computeIfAbsent(queue, (name) -> new Topic());
	}

	/**
	 * The items of one queue.
	 */
	public final class Topic implements DeliveringStore {

		private final List<ReceivedItem> waiting = new ArrayList<>();

		private final Map<String, ReceivedItem> unacknowledged = new LinkedHashMap<>();

		private final List<String> dead = new ArrayList<>();

		private final List<String> causes = new ArrayList<>();

		volatile @Nullable Consumer<Delivery> receiver;

		/** Identities of what the broker has taken back. */
		private final List<String> takenBack = new ArrayList<>();

		private int calls;

		/** What is neither acknowledged nor given back. */
		public synchronized List<String> unacknowledged() {
			return this.unacknowledged.values().stream().map(ReceivedItem::payload).toList();
		}

		/** What waits to be delivered. */
		public synchronized List<String> waiting() {
			return this.waiting.stream().map(ReceivedItem::payload).toList();
		}

		public synchronized List<String> dead() {
			return List.copyOf(this.dead);
		}

		public synchronized List<String> causes() {
			return List.copyOf(this.causes);
		}

		/** How many calls have begun and not ended. */
		public synchronized int calls() {
			return this.calls;
		}

		/** Take an item back that was delivered. */
		public synchronized void takeBack(String payload) {
			this.takenBack.add(payload);
		}

		/** Add an item as another process does. */
		public void add(@Nullable String key, String payload) {
			insert(new OutgoingItem("id-" + payload, key, payload, Map.of()));
		}

		private void insert(OutgoingItem item) {
			Consumer<Delivery> receiver;
			ReceivedItem received = new ReceivedItem(item.id(), item.id(), item.key(), item.payload(), item.headers(),
					0, 0);
			synchronized (this) {
				receiver = this.receiver;
				if (receiver == null) {
					this.waiting.add(received);
					return;
				}
				this.unacknowledged.put(received.id(), received);
			}
			receiver.accept(new MemoryDelivery(received));
		}

		@Override
		public void write(List<OutgoingItem> items) {
			items.forEach(this::insert);
		}

		@Override
		public void enqueue(OutgoingItem item) {
			insert(item);
		}

		@Override
		public void start(Consumer<Delivery> receiver) {
			List<ReceivedItem> waiting;
			synchronized (this) {
				this.receiver = receiver;
				waiting = List.copyOf(this.waiting);
				this.waiting.clear();
				waiting.forEach((item) -> this.unacknowledged.put(item.id(), item));
			}
			waiting.forEach((item) -> receiver.accept(new MemoryDelivery(item)));
		}

		@Override
		public void keepDelivering() {
			// Nothing ends it.
		}

		@Override
		public synchronized void stop() {
			this.receiver = null;
		}

		@Override
		public boolean isOrdered() {
			return MemoryBroker.this.ordered;
		}

		@Override
		public boolean isReleaseUncounted() {
			return MemoryBroker.this.releaseUncounted;
		}

		@Override
		public int maxDeliveries() {
			return MemoryBroker.this.maxDeliveries;
		}

		@Override
		public synchronized void deadLetter(ReceivedItem item, Throwable cause, int attempts) {
			if (!MemoryBroker.this.confirming) {
				throw new DataAccessResourceFailureException("not confirmed");
			}
			this.dead.add(item.payload());
			this.causes.add(cause.getClass().getSimpleName() + " " + attempts);
		}

		@Override
		public void forward(ReceivedItem item, String queue) {
			topic(queue).add(item.key(), item.payload());
		}

		@Override
		public synchronized StoreFigures figures() {
			return new StoreFigures(this.waiting.size(), false, java.time.Duration.ZERO, this.dead.size());
		}

		@Override
		public void close() {
			// Nothing to release.
		}

		/**
		 * An item that was delivered.
		 */
		private final class MemoryDelivery implements Delivery {

			private final ReceivedItem item;

			MemoryDelivery(ReceivedItem item) {
				this.item = item;
			}

			@Override
			public ReceivedItem item() {
				return this.item;
			}

			@Override
			public int count() {
				return 1;
			}

			@Override
			public @Nullable Object sequence() {
				return this.item.key();
			}

			@Override
			public boolean begin() {
				synchronized (Topic.this) {
					if (Topic.this.takenBack.contains(this.item.payload())) {
						return false;
					}
					Topic.this.calls++;
					return true;
				}
			}

			@Override
			public void end() {
				synchronized (Topic.this) {
					Topic.this.calls--;
				}
			}

			@Override
			public void acknowledge() {
				synchronized (Topic.this) {
					if (Topic.this.unacknowledged.remove(this.item.id()) == null) {
						throw new IllegalStateException("Acknowledged twice: " + this.item);
					}
				}
			}

			@Override
			public boolean isReturnable() {
				return !MemoryBroker.this.ordered;
			}

			@Override
			public void release() {
				synchronized (Topic.this) {
					if (Topic.this.unacknowledged.remove(this.item.id()) == null) {
						throw new IllegalStateException("Not to be released: " + this.item);
					}
					Topic.this.waiting.add(this.item);
				}
			}

		}

	}

}
