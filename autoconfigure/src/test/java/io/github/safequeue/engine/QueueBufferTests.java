package io.github.safequeue.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link RingBuffer} and {@link LinkedBuffer}, one thread.
 */
class QueueBufferTests {

	static Stream<QueueBuffer> buffers() {
		return Stream.of(new RingBuffer(8), new LinkedBuffer());
	}

	@ParameterizedTest
	@CsvSource({ "1,1", "2,2", "3,4", "4,4", "5,8", "1000,1024", "8192,8192" })
	void capacityIsRoundedUpToAPowerOfTwo(int asked, int given) {
		assertThat(new RingBuffer(asked).capacity()).isEqualTo(given);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1, Integer.MIN_VALUE, RingBuffer.MAX_CAPACITY + 1, Integer.MAX_VALUE })
	void capacityOutOfRangeIsRefused(int capacity) {
		assertThatIllegalArgumentException().isThrownBy(() -> new RingBuffer(capacity));
	}

	@Test
	void linkedInboxHasNoLimit() {
		assertThat(new LinkedBuffer().capacity()).isEqualTo(Integer.MAX_VALUE);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 8, 512, 1024 })
	void ringTakesAsManyAsItHasPlacesRoundAfterRound(int capacity) {
		RingBuffer buffer = new RingBuffer(capacity);
		for (int round = 0; round < 5; round++) {
			for (int i = 0; i < capacity; i++) {
				assertThat(buffer.offer(i)).isEqualTo(QueueBuffer.ACCEPTED);
			}
			assertThat(buffer.offer("more")).isEqualTo(QueueBuffer.FULL);
			for (int i = 0; i < capacity; i++) {
				assertThat(buffer.poll()).isEqualTo(i);
			}
			assertThat(buffer.poll()).isNull();
			assertThat(buffer.isEmpty()).isTrue();
		}
	}

	@Test
	void ringHasRoomForWhatIsFreeAndNotForMore() {
		RingBuffer buffer = new RingBuffer(8);
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
	@MethodSource("inboxes")
	void batchesAreTakenInOrder(QueueBuffer buffer) {
		IntStream.range(0, 8).forEach(buffer::offer);
		ArrayList<Object> batch = new ArrayList<>();
		assertThat(buffer.poll(batch, 3)).isEqualTo(3);
		assertThat(buffer.poll(batch, 100)).isEqualTo(5);
		assertThat(buffer.poll(batch, 1)).isZero();
		assertThat(batch).isEqualTo(List.of(0, 1, 2, 3, 4, 5, 6, 7));
	}

	@ParameterizedTest
	@MethodSource("inboxes")
	void closesOnlyAtTheNumberThatWasSeen(QueueBuffer buffer) {
		buffer.offer("first");
		assertThat(buffer.closeAt(0)).isFalse();
		assertThat(buffer.offer("second")).isEqualTo(QueueBuffer.ACCEPTED);
		assertThat(buffer.closeAt(2)).isTrue();
		assertThat(buffer.closeAt(7)).as("closed already").isTrue();
		assertThat(buffer.offer("late")).isEqualTo(QueueBuffer.CLOSED);
		assertThat(buffer.accepted()).isEqualTo(2);
		assertThat(buffer.poll()).isEqualTo("first");
		assertThat(buffer.poll()).isEqualTo("second");
		assertThat(buffer.poll()).isNull();
		assertThat(buffer.isEmpty()).isTrue();
	}

	@ParameterizedTest
	@MethodSource("inboxes")
	void reopenedInboxGoesOnWhereItWas(QueueBuffer buffer) {
		buffer.offer("first");
		assertThat(buffer.closeAt(1)).isTrue();
		buffer.reopen();
		assertThat(buffer.offer("second")).isEqualTo(QueueBuffer.ACCEPTED);
		assertThat(buffer.accepted()).isEqualTo(2);
		assertThat(buffer.poll()).isEqualTo("first");
		assertThat(buffer.poll()).isEqualTo("second");
		buffer.close();
		assertThat(buffer.offer("late")).isEqualTo(QueueBuffer.CLOSED);
	}

	@Test
	void takerThatStandsStillHoldsUpOtherTakersAndNoSubmitter() throws Exception {
		RingBuffer buffer = new RingBuffer(2);
		buffer.offer("item");
		// A taker stands still between its claim and the clearing of the place.
		buffer.consumerIndex |= Long.MIN_VALUE;
		CompletableFuture<Object> taken = new CompletableFuture<>();
		Thread other = new Thread(() -> taken.complete(buffer.poll()));
		other.start();
		// It tried, and waits.
		await().until(() -> other.getState() == Thread.State.TIMED_WAITING);
		assertThat(buffer.offer("second")).isEqualTo(QueueBuffer.ACCEPTED);
		assertThat(buffer.offer("third")).isEqualTo(QueueBuffer.FULL);
		assertThat(buffer.taken()).isZero();
		assertThat(taken).isNotDone();
		buffer.places[0] = null;
		buffer.consumerIndex = 1;
		assertThat(taken.get(30, TimeUnit.SECONDS)).isEqualTo("second");
		assertThat(buffer.offer("third")).isEqualTo(QueueBuffer.ACCEPTED);
	}

	@ParameterizedTest
	@MethodSource("inboxes")
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
	void unpublishedPlaceHoldsUpTheRingUntilItIsSkippedAndIsTakenLate() {
		RingBuffer buffer = new RingBuffer(4);
		buffer.producerIndex = 1;
		buffer.offer("behind");
		assertThat(buffer.poll()).isNull();
		assertThat(buffer.isHeadUnpublished()).isTrue();
		buffer.close();
		assertThat(buffer.skipUnpublished()).isZero();
		assertThat(buffer.skipUnpublished()).isEqualTo(-1);
		assertThat(buffer.poll()).isEqualTo("behind");
		assertThat(buffer.pollSkipped(0)).isNull();
		buffer.places[0] = "late";
		assertThat(buffer.pollSkipped(0)).isEqualTo("late");
		assertThat(buffer.pollSkipped(0)).isNull();
	}

	@Test
	void nodeThatIsNotLinkedYetIsLinkedByTheTaker() {
		LinkedBuffer buffer = new LinkedBuffer();
		buffer.offer("first");
		buffer.offer("second");
		buffer.offer("third");
		// As if no submitter had come to link its node.
		for (LinkedBuffer.Node node = buffer.head, next; node != null; node = next) {
			next = node.next;
			node.next = null;
		}
		buffer.close();
		assertThat(Stream.generate(buffer::poll).limit(4)).containsExactly("first", "second", "third", null);
		assertThat(buffer.isEmpty()).isTrue();
	}

}
