/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine.buffer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link BoundedBuffer} and {@link LinkedBuffer}, one thread.
 */
class QueueBufferTests {

	static Stream<QueueBuffer> buffers() {
		return Stream.of(QueueBuffers.bounded(8), new LinkedBuffer());
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5, 1000, 8192 })
	void capacityIsExact(int capacity) {
		QueueBuffer buffer = QueueBuffers.bounded(capacity);
		assertThat(buffer.capacity()).isEqualTo(capacity);
		for (int i = 0; i < capacity; i++) {
			assertThat(buffer.offer(i)).isEqualTo(Admission.ACCEPTED);
		}
		assertThat(buffer.offer("more")).isEqualTo(Admission.FULL);
	}

	@Test
	void whatIsTakenStillWaitsUntilItIsReleased() {
		AtomicLong released = new AtomicLong();
		QueueBuffer buffer = QueueBuffers.bounded(3, released::get);
		IntStream.range(0, 3).forEach(buffer::offer);
		assertThat(buffer.poll()).isEqualTo(0);
		assertThat(buffer.poll()).isEqualTo(1);
		assertThat(buffer.offer("more")).isEqualTo(Admission.FULL);
		released.set(1);
		assertThat(buffer.offer(3)).isEqualTo(Admission.ACCEPTED);
		assertThat(buffer.offer("more")).isEqualTo(Admission.FULL);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1, Integer.MIN_VALUE, QueueBuffer.MAX_CAPACITY + 1, Integer.MAX_VALUE })
	void capacityOutOfRangeIsRefused(int capacity) {
		assertThatIllegalArgumentException().isThrownBy(() -> QueueBuffers.bounded(capacity));
	}

	@Test
	void linkedInboxHasNoLimit() {
		assertThat(new LinkedBuffer().capacity()).isEqualTo(Integer.MAX_VALUE);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 8, 512, 1024 })
	void ringTakesAsManyAsItHasPlacesRoundAfterRound(int capacity) {
		QueueBuffer buffer = QueueBuffers.bounded(capacity);
		for (int round = 0; round < 5; round++) {
			for (int i = 0; i < capacity; i++) {
				assertThat(buffer.offer(i)).isEqualTo(Admission.ACCEPTED);
			}
			assertThat(buffer.offer("more")).isEqualTo(Admission.FULL);
			for (int i = 0; i < capacity; i++) {
				assertThat(buffer.poll()).isEqualTo(i);
			}
			assertThat(buffer.poll()).isNull();
			assertThat(buffer.isEmpty()).isTrue();
		}
	}

	@Test
	void ringHasRoomForWhatIsFreeAndNotForMore() {
		QueueBuffer buffer = QueueBuffers.bounded(8);
		for (int round = 0; round < 5; round++) {
			for (int waiting = 0; waiting < 8; waiting++) {
				assertThat(buffer.hasRoom(8 - waiting)).isTrue();
				assertThat(buffer.hasRoom(9 - waiting)).isFalse();
				buffer.offer(waiting);
			}
			assertThat(buffer.hasRoom(1)).isFalse();
			assertThat(buffer.poll(new ArrayList<>(), 5 + round % 2)).isEqualTo(5 + round % 2);
			assertThat(buffer.hasRoom(5 + round % 2)).isTrue();
			assertThat(buffer.hasRoom(6 + round % 2)).isFalse();
			buffer.poll(new ArrayList<>(), 8);
		}
	}

	@Test
	void linkedInboxHasRoomForAnyNumber() {
		LinkedBuffer buffer = new LinkedBuffer();
		buffer.offer("one");
		assertThat(buffer.hasRoom(1_000_000)).isTrue();
	}

	@ParameterizedTest
	@MethodSource("buffers")
	void batchesAreTakenInOrder(QueueBuffer buffer) {
		IntStream.range(0, 8).forEach(buffer::offer);
		ArrayList<Object> batch = new ArrayList<>();
		assertThat(buffer.poll(batch, 3)).isEqualTo(3);
		assertThat(buffer.poll(batch, 100)).isEqualTo(5);
		assertThat(buffer.poll(batch, 1)).isZero();
		assertThat(batch).isEqualTo(List.of(0, 1, 2, 3, 4, 5, 6, 7));
	}

	@ParameterizedTest
	@MethodSource("buffers")
	void closesOnlyAtTheNumberThatWasSeen(QueueBuffer buffer) {
		buffer.offer("first");
		assertThat(buffer.closeAt(0)).isFalse();
		assertThat(buffer.offer("second")).isEqualTo(Admission.ACCEPTED);
		assertThat(buffer.closeAt(2)).isTrue();
		assertThat(buffer.closeAt(7)).as("closed already").isTrue();
		assertThat(buffer.offer("late")).isEqualTo(Admission.CLOSED);
		assertThat(buffer.accepted()).isEqualTo(2);
		assertThat(buffer.poll()).isEqualTo("first");
		assertThat(buffer.poll()).isEqualTo("second");
		assertThat(buffer.poll()).isNull();
		assertThat(buffer.isEmpty()).isTrue();
	}

	@ParameterizedTest
	@MethodSource("buffers")
	void reopenedInboxGoesOnWhereItWas(QueueBuffer buffer) {
		buffer.offer("first");
		assertThat(buffer.closeAt(1)).isTrue();
		buffer.reopen();
		assertThat(buffer.offer("second")).isEqualTo(Admission.ACCEPTED);
		assertThat(buffer.accepted()).isEqualTo(2);
		assertThat(buffer.poll()).isEqualTo("first");
		assertThat(buffer.poll()).isEqualTo("second");
		buffer.close();
		assertThat(buffer.offer("late")).isEqualTo(Admission.CLOSED);
	}

	@Test
	void takerThatStandsStillHoldsUpOtherTakersAndNoSubmitter() throws Exception {
		BoundedBuffer buffer = new BoundedBuffer(2, null);
		buffer.offer("item");
		// A taker stands still in its turn.
		buffer.turn.set(1);
		CompletableFuture<Object> taken = new CompletableFuture<>();
		Thread other = new Thread(() -> taken.complete(buffer.poll()));
		other.start();
		// It tried, and waits.
		await().until(() -> other.getState() == Thread.State.TIMED_WAITING);
		assertThat(buffer.offer("second")).isEqualTo(Admission.ACCEPTED);
		assertThat(buffer.offer("third")).isEqualTo(Admission.FULL);
		assertThat(buffer.taken()).isZero();
		assertThat(taken).isNotDone();
		buffer.turn.set(0);
		assertThat(taken.get(30, TimeUnit.SECONDS)).isEqualTo("item");
		assertThat(buffer.offer("third")).isEqualTo(Admission.ACCEPTED);
	}

	@ParameterizedTest
	@MethodSource("buffers")
	void noMemoryForABatchLeavesAllItemsInPlace(QueueBuffer buffer) throws Exception {
		IntStream.range(0, 6).forEach(buffer::offer);
		Tight batch = new Tight(0);
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> buffer.poll(batch, 4));
		assertThat(batch).isEmpty();
		assertThat(buffer.taken()).isZero();
		batch.most = 4;
		// Another thread, since it would wait for ever for a taker that was ended midway.
		assertThat(CompletableFuture.supplyAsync(() -> take(buffer, batch)).get(30, TimeUnit.SECONDS)).isEqualTo(4);
		assertThat(batch).isEqualTo(List.of(0, 1, 2, 3));
		assertThat(buffer.poll()).isEqualTo(4);
	}

	@Test
	void memoryThatEndsWithinABatchMakesItShorter() {
		LinkedBuffer buffer = new LinkedBuffer();
		IntStream.range(0, 6).forEach(buffer::offer);
		Tight batch = new Tight(2);
		assertThat(take(buffer, batch)).isEqualTo(2);
		assertThat(batch).isEqualTo(List.of(0, 1));
		assertThat(buffer.poll()).isEqualTo(2);
	}

	/** The error that is looked for must not end the test engine. */
	private static int take(QueueBuffer buffer, List<Object> batch) {
		try {
			return buffer.poll(batch, 4);
		}
		catch (OutOfMemoryError ex) {
			throw new AssertionError("Taking ended with an error after " + batch, ex);
		}
	}

	/** Grows only when asked to, and only as far as there is memory. */
	@SuppressWarnings("serial")
	private static final class Tight extends ArrayList<Object> {

		private int most;

		private int room;

		Tight(int most) {
			this.most = most;
		}

		@Override
		public void ensureCapacity(int capacity) {
			if (capacity > this.most) {
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

	@Test
	void unpublishedClaimHoldsUpTheBufferUntilItIsGivenUp() {
		QueueBuffer buffer = QueueBuffers.bounded(6);
		buffer.offer("before");
		UnpublishedClaim first = UnpublishedClaim.of(buffer);
		buffer.offer("behind");
		UnpublishedClaim second = UnpublishedClaim.of(buffer);
		buffer.offer("behind");
		UnpublishedClaim.admitOnly(buffer);
		buffer.close();
		assertThat(buffer.poll()).isEqualTo("before");
		assertThat(buffer.poll()).isNull();
		assertThat(buffer.isHeadUnpublished()).isTrue();
		List<Object> found = new ArrayList<>();
		assertThat(buffer.giveUpUnpublished(found)).isEqualTo(3);
		assertThat(found).containsExactly("behind", "behind");
		assertThat(buffer.isEmpty()).isTrue();
		assertThat(buffer.poll()).isNull();
		assertThat(buffer.poll(new ArrayList<>(), 10)).isZero();
		assertThat(buffer.pollLate()).isNull();
		second.publish("behind");
		assertThat(buffer.pollLate()).isEqualTo("behind");
		assertThat(buffer.pollLate()).isNull();
		UnpublishedClaim.publishAdmitted(buffer, "last");
		first.publish("first");
		assertThat(Stream.of(buffer.pollLate(), buffer.pollLate())).containsExactly("first", "last");
		assertThat(buffer.pollLate()).isNull();
		assertThat(buffer.taken()).isEqualTo(6);
	}

	@Test
	void nodeThatIsNotLinkedYetIsLinkedByTheTaker() {
		LinkedBuffer buffer = new LinkedBuffer();
		buffer.offer("first");
		buffer.offer("second");
		buffer.offer("third");
		// As if no submitter had come to link its node.
		for (LinkedNode node = buffer.head, next; node != null; node = next) {
			next = node.next;
			node.next = null;
		}
		buffer.close();
		assertThat(Stream.generate(buffer::poll).limit(4)).containsExactly("first", "second", "third", null);
		assertThat(buffer.isEmpty()).isTrue();
	}

}
