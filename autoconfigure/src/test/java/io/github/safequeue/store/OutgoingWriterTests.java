/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.github.safequeue.BatchFailedException;
import io.github.safequeue.StoredDeadLetter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of the identities that items have while they are written.
 */
class OutgoingWriterTests {

	private final RefusingStore store = new RefusingStore();

	private final OutgoingWriter writer = new OutgoingWriter("orders", this.store, new Letters(), null,
			new StoreObserver("orders", null), new StoreAvailability("orders", "test", Clock.systemUTC()));

	@Test
	void itemsThatAreWrittenAgainKeepTheirIdentity() {
		List<Object> items = List.of("a", "b");
		this.store.failure = new IllegalStateException("down");
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> write(items));
		this.store.failure = null;
		write(List.of("a", "b"));
		assertThat(this.store.written.get(1)).isEqualTo(this.store.written.get(0));
	}

	@Test
	void itemsAfterARefusedOneKeepTheirIdentity() {
		this.store.failure = new RefusedItemException("orders", 1, new IllegalStateException("too large"));
		assertThatExceptionOfType(BatchFailedException.class).isThrownBy(() -> write(List.of("a", "large", "c", "d")))
			.satisfies((failure) -> assertThat(failure.index()).isOne());
		this.store.failure = null;
		write(List.of("c", "d"));
		assertThat(this.store.written.get(1)).isEqualTo(this.store.written.get(0).subList(2, 4));
	}

	@Test
	void otherItemsHaveOtherIdentities() {
		write(List.of("a"));
		write(List.of("a"));
		assertThat(this.store.written.get(1).get(0).id()).isNotEqualTo(this.store.written.get(0).get(0).id());
	}

	@Test
	void itemThatCannotBeWrittenIsFoundBehindARefusedOne() {
		this.store.failure = new RefusedItemException("orders", 0, new IllegalStateException("too large"));
		assertThatExceptionOfType(BatchFailedException.class)
			.isThrownBy(() -> write(List.of("large", "b", "unwritable", "d")));
		this.store.failure = null;
		assertThatExceptionOfType(BatchFailedException.class).isThrownBy(() -> write(List.of("b", "unwritable", "d")))
			.satisfies((failure) -> assertThat(failure.index()).isOne());
		write(List.of("d"));
		assertThat(this.store.written.stream().skip(1).flatMap(List::stream)).extracting(OutgoingItem::payload)
			.containsExactly("b", "d");
	}

	private void write(List<Object> items) {
		this.writer.write(items, () -> Collections.nCopies(items.size(), null));
	}

	private static final class Letters implements ItemFormat {

		@Override
		public String write(Object item) {
			if (item.equals("unwritable")) {
				throw new IllegalStateException("cannot be written");
			}
			return item.toString();
		}

		@Override
		public Object read(String payload) {
			return payload;
		}

	}

	private static final class RefusingStore implements ItemStore {

		final List<List<OutgoingItem>> written = new ArrayList<>();

		@Nullable RuntimeException failure;

		@Override
		public void write(List<OutgoingItem> items) {
			this.written.add(List.copyOf(items));
			if (this.failure != null) {
				throw this.failure;
			}
		}

		@Override
		public void enqueue(OutgoingItem item) {
			throw new UnsupportedOperationException();
		}

		@Override
		public StoreFigures figures() {
			throw new UnsupportedOperationException();
		}

		@Override
		public List<StoredDeadLetter> deadLetters(int max) {
			return List.of();
		}

		@Override
		public boolean requeue(String id) {
			return false;
		}

		@Override
		public void close() {
			// Nothing to release.
		}

	}

}
