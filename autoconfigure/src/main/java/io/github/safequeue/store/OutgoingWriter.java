/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.BatchFailedException;
import io.github.safequeue.WorkHandler;

/**
 * Writes what an outgoing side has accepted. Called by the one worker of that side.
 */
final class OutgoingWriter implements WorkHandler<List<Object>> {

	private final String queue;

	private final ItemStore store;

	private final ItemFormat format;

	private final @Nullable Function<Object, ?> key;

	private final StoreAvailability availability;

	/** The items of the last call, if the store has not confirmed them. */
	private List<Object> unconfirmed = List.of();

	private List<OutgoingItem> prepared = List.of();

	private @Nullable RefusedItemException refused;

	OutgoingWriter(String queue, ItemStore store, ItemFormat format, @Nullable Function<Object, ?> key,
			StoreAvailability availability) {
		this.queue = queue;
		this.store = store;
		this.format = format;
		this.key = key;
		this.availability = availability;
	}

	@Override
	public void handle(List<Object> items) {
		if (!isSame(items)) {
			prepare(items);
		}
		try {
			if (!this.prepared.isEmpty()) {
				this.store.write(this.prepared);
				this.availability.succeeded();
			}
		}
		catch (RefusedItemException ex) {
			this.availability.succeeded();
			this.unconfirmed = List.of();
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

	/** Prepare the items up to the first one that cannot be written. */
	private void prepare(List<Object> items) {
		List<OutgoingItem> prepared = new ArrayList<>(items.size());
		this.refused = null;
		for (Object item : items) {
			try {
				prepared.add(toOutgoing(item));
			}
			catch (RuntimeException | StackOverflowError ex) {
				this.refused = new RefusedItemException(this.queue, prepared.size(), ex);
				break;
			}
		}
		this.prepared = prepared;
		this.unconfirmed = List.copyOf(items);
	}

	/** Give an item its identity. Any thread. */
	OutgoingItem toOutgoing(Object item) {
		Function<Object, ?> key = this.key;
		Object value = (key != null) ? key.apply(item) : null;
		return new OutgoingItem(UUID.randomUUID().toString(), (value != null) ? value.toString() : null,
				this.format.write(item));
	}

}
