/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.BatchFailedException;
import io.github.safequeue.ContextWorkHandler;
import io.github.safequeue.WorkContext;
import io.github.safequeue.engine.ManagedQueues;

/**
 * Writes what an outgoing side has accepted. Called by the one worker of that side.
 */
final class OutgoingWriter implements ContextWorkHandler<List<Object>> {

	private final String queue;

	private final ItemStore store;

	private final ItemFormat format;

	private final @Nullable Function<Object, ?> key;

	private final StoreObserver observer;

	private final StoreAvailability availability;

	/** The items of the last call, if the store has not confirmed them. */
	private List<Object> unconfirmed = List.of();

	private List<OutgoingItem> prepared = List.of();

	private @Nullable RefusedItemException refused;

	OutgoingWriter(String queue, ItemStore store, ItemFormat format, @Nullable Function<Object, ?> key,
			StoreObserver observer, StoreAvailability availability) {
		this.observer = observer;
		this.queue = queue;
		this.store = store;
		this.format = format;
		this.key = key;
		this.availability = availability;
	}

	@Override
	public void handle(List<Object> items, WorkContext call) {
		write(items, () -> ManagedQueues.captured(call));
	}

	/**
	 * Write items, and return when the store has confirmed them.
	 * @param items the items
	 * @param captured returns what the submitter of each left beside it
	 */
	void write(List<Object> items, Supplier<List<@Nullable Object>> captured) {
		if (!isSame(items)) {
			prepare(items, captured.get());
		}
		try {
			if (!this.prepared.isEmpty()) {
				this.store.write(this.prepared);
				this.availability.succeeded();
			}
		}
		catch (RefusedItemException ex) {
			this.availability.succeeded();
			keepAfter(ex.index());
			throw new BatchFailedException(ex.index(), ex);
		}
		catch (RuntimeException ex) {
			this.availability.failed(ex);
			throw ex;
		}
		this.unconfirmed = List.of();
		if (this.refused != null) {
			throw new BatchFailedException(this.prepared.size(), this.refused);
		}
	}

	/**
	 * Whether the last call failed with the same items, so that their identities stay.
	 */
	private boolean isSame(List<Object> items) {
		List<Object> last = this.unconfirmed;
		if (last.isEmpty() || last.size() != items.size()) {
			return false;
		}
		for (int i = 0; i < last.size(); i++) {
			if (last.get(i) != items.get(i)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * The items after one that is refused come again: they keep their identities, since a
	 * broker may have them already.
	 */
	private void keepAfter(int index) {
		List<Object> rest = this.unconfirmed.subList(index + 1, this.unconfirmed.size());
		List<OutgoingItem> prepared = this.prepared.subList(index + 1, this.prepared.size());
		this.unconfirmed = List.copyOf(rest);
		this.prepared = List.copyOf(prepared);
	}

	/** Prepare the items up to the first one that cannot be written. */
	private void prepare(List<Object> items, List<@Nullable Object> captured) {
		List<OutgoingItem> prepared = new ArrayList<>(items.size());
		this.refused = null;
		for (int i = 0; i < items.size(); i++) {
			try {
				prepared.add(toOutgoing(items.get(i), captured.get(i)));
			}
			catch (RuntimeException | StackOverflowError ex) {
				this.refused = new RefusedItemException(this.queue, prepared.size(), ex);
				break;
			}
		}
		this.prepared = prepared;
		this.unconfirmed = List.copyOf(items);
	}

	/**
	 * Give an item its identity. Any thread.
	 * @param item the item
	 * @param captured what its submitter left beside it, or {@code null}
	 */
	OutgoingItem toOutgoing(Object item, @Nullable Object captured) {
		Function<Object, ?> key = this.key;
		Object value = (key != null) ? key.apply(item) : null;
		return new OutgoingItem(UUID.randomUUID().toString(), (value != null) ? value.toString() : null,
				this.format.write(item), this.observer.headers(captured));
	}

}
