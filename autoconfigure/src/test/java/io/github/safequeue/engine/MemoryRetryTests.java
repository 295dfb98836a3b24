package io.github.safequeue.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.safequeue.engine.buffer.QueueBuffer;
import io.github.safequeue.engine.buffer.QueueBuffers;
import io.github.safequeue.testing.HushedExtension;
import io.github.safequeue.testing.Outcomes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Memory that is missing at the worst moments.
 */
@Timeout(120)
@ExtendWith(HushedExtension.class)
class MemoryRetryTests {

	/** A list that cannot grow beyond a size, nor at all without being asked before. */
	private static final class TightList extends ArrayList<Object> {

		private static final long serialVersionUID = 1;

		private int limit;

		private int room;

		TightList(int limit) {
			this.limit = limit;
		}

		@Override
		public void ensureCapacity(int capacity) {
			if (capacity > this.limit) {
				throw new OutOfMemoryError("on purpose");
			}
			this.room = capacity;
		}

		@Override
		public boolean add(Object item) {
			if (size() >= this.room) {
				throw new OutOfMemoryError("on purpose");
			}
			return super.add(item);
		}

	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void batchThatFindsNoMemoryTakesNothingThatItCannotHold(boolean bounded) {
		QueueBuffer buffer = (bounded) ? QueueBuffers.bounded(16) : QueueBuffers.unbounded();
		List<Object> items = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			buffer.offer(i);
			items.add(i);
		}
		TightList list = new TightList(0);
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> buffer.poll(list, 10));
		assertThat(buffer.taken()).isZero();
		list.limit = 4;
		// The ring takes all or nothing, the linked inbox what there is memory for.
		if (!bounded) {
			assertThat(buffer.poll(list, 10)).isEqualTo(4);
		}
		list.limit = 10;
		buffer.poll(list, 10);
		assertThat(list).isEqualTo(items);
	}

	@Test
	void futureThatCannotBeCompletedForLackOfMemoryIsCompletedLater() throws Exception {
		AtomicInteger failures = new AtomicInteger(3);
		CompletableFuture<Void> future = new CompletableFuture<>() {

			@Override
			public boolean completeExceptionally(Throwable ex) {
				if (failures.getAndDecrement() > 0) {
					throw new OutOfMemoryError("on purpose");
				}
				return super.completeExceptionally(ex);
			}

		};
		Outcomes outcomes = new Outcomes();
		DefaultSafeQueue<Object> queue = new DefaultSafeQueue<>(Fixtures.settings(16, 1, outcomes), (item) -> {
			throw new IllegalStateException("on purpose");
		}, Fixtures.LIMIT);
		queue.start();
		queue.offer(new Envelope("item", future, null));
		assertThat(future).failsWithin(Fixtures.LIMIT)
			.withThrowableThat()
			.withCauseInstanceOf(IllegalStateException.class);
		queue.close();
		assertThat(outcomes.count("failed")).isEqualTo(1);
	}

	@Test
	void reportThatFindsNoMemoryIsGoneOnWith() {
		AtomicInteger failures = new AtomicInteger(3);
		CompletableFuture<Void> future = new CompletableFuture<>() {

			@Override
			public boolean completeExceptionally(Throwable ex) {
				if (failures.getAndDecrement() > 0) {
					throw new OutOfMemoryError("on purpose");
				}
				return super.completeExceptionally(ex);
			}

		};
		Outcomes outcomes = new Outcomes();
		DefaultSafeQueue<Object> queue = new DefaultSafeQueue<>(Fixtures.settings(16, 1, outcomes), null,
				Fixtures.LIMIT);
		queue.offer("first");
		queue.offer(new Envelope("second", future, null));
		queue.close();
		assertThat(future).isCompletedExceptionally();
		assertThat(outcomes.count("undelivered")).isEqualTo(2);
		assertThat(queue.snapshot().undelivered()).isEqualTo(2);
	}

}
