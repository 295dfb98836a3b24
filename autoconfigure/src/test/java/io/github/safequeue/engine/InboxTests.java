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
 * Tests for {@link RingInbox} and {@link LinkedInbox}, one thread.
 */
class InboxTests {

	static Stream<Inbox> inboxes() {
		return Stream.of(new RingInbox(8), new LinkedInbox());
	}

	@ParameterizedTest
	@CsvSource({ "1,1", "2,2", "3,4", "4,4", "5,8", "1000,1024", "8192,8192" })
	void capacityIsRoundedUpToAPowerOfTwo(int asked, int given) {
		assertThat(new RingInbox(asked).capacity()).isEqualTo(given);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1, Integer.MIN_VALUE, RingInbox.MAX_CAPACITY + 1, Integer.MAX_VALUE })
	void capacityOutOfRangeIsRefused(int capacity) {
		assertThatIllegalArgumentException().isThrownBy(() -> new RingInbox(capacity));
	}

	@Test
	void linkedInboxHasNoLimit() {
		assertThat(new LinkedInbox().capacity()).isEqualTo(Integer.MAX_VALUE);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 8, 512, 1024 })
	void ringTakesAsManyAsItHasPlacesRoundAfterRound(int capacity) {
		RingInbox inbox = new RingInbox(capacity);
		for (int round = 0; round < 5; round++) {
			for (int i = 0; i < capacity; i++) {
				assertThat(inbox.offer(i)).isEqualTo(Inbox.ACCEPTED);
			}
			assertThat(inbox.offer("more")).isEqualTo(Inbox.FULL);
			for (int i = 0; i < capacity; i++) {
				assertThat(inbox.poll()).isEqualTo(i);
			}
			assertThat(inbox.poll()).isNull();
			assertThat(inbox.isEmpty()).isTrue();
		}
	}

	@Test
	void ringHasRoomForWhatIsFreeAndNotForMore() {
		RingInbox inbox = new RingInbox(8);
		for (int round = 0; round < 5; round++) {
			for (int waiting = 0; waiting < 8; waiting++) {
				assertThat(inbox.hasRoom(8 - waiting)).isTrue();
				assertThat(inbox.hasRoom(9 - waiting)).isFalse();
				inbox.offer(waiting);
			}
			assertThat(inbox.hasRoom(1)).isFalse();
			assertThat(inbox.poll(new ArrayList<>(), 5 + round % 2)).isEqualTo(5 + round % 2);
			assertThat(inbox.hasRoom(5 + round % 2)).isTrue();
			assertThat(inbox.hasRoom(6 + round % 2)).isFalse();
			inbox.poll(new ArrayList<>(), 8);
		}
	}

	@Test
	void linkedInboxHasRoomForAnyNumber() {
		LinkedInbox inbox = new LinkedInbox();
		inbox.offer("one");
		assertThat(inbox.hasRoom(1_000_000)).isTrue();
	}

	@ParameterizedTest
	@MethodSource("inboxes")
	void batchesAreTakenInOrder(Inbox inbox) {
		IntStream.range(0, 8).forEach(inbox::offer);
		ArrayList<Object> batch = new ArrayList<>();
		assertThat(inbox.poll(batch, 3)).isEqualTo(3);
		assertThat(inbox.poll(batch, 100)).isEqualTo(5);
		assertThat(inbox.poll(batch, 1)).isZero();
		assertThat(batch).isEqualTo(List.of(0, 1, 2, 3, 4, 5, 6, 7));
	}

	@ParameterizedTest
	@MethodSource("inboxes")
	void closesOnlyAtTheNumberThatWasSeen(Inbox inbox) {
		inbox.offer("first");
		assertThat(inbox.closeAt(0)).isFalse();
		assertThat(inbox.offer("second")).isEqualTo(Inbox.ACCEPTED);
		assertThat(inbox.closeAt(2)).isTrue();
		assertThat(inbox.closeAt(7)).as("closed already").isTrue();
		assertThat(inbox.offer("late")).isEqualTo(Inbox.CLOSED);
		assertThat(inbox.accepted()).isEqualTo(2);
		assertThat(inbox.poll()).isEqualTo("first");
		assertThat(inbox.poll()).isEqualTo("second");
		assertThat(inbox.poll()).isNull();
		assertThat(inbox.isEmpty()).isTrue();
	}

	@ParameterizedTest
	@MethodSource("inboxes")
	void reopenedInboxGoesOnWhereItWas(Inbox inbox) {
		inbox.offer("first");
		assertThat(inbox.closeAt(1)).isTrue();
		inbox.reopen();
		assertThat(inbox.offer("second")).isEqualTo(Inbox.ACCEPTED);
		assertThat(inbox.accepted()).isEqualTo(2);
		assertThat(inbox.poll()).isEqualTo("first");
		assertThat(inbox.poll()).isEqualTo("second");
		inbox.close();
		assertThat(inbox.offer("late")).isEqualTo(Inbox.CLOSED);
	}

	@Test
	void takerThatStandsStillHoldsUpOtherTakersAndNoSubmitter() throws Exception {
		RingInbox inbox = new RingInbox(2);
		inbox.offer("item");
		// A taker stands still between its claim and the clearing of the place.
		inbox.consumerIndex |= Long.MIN_VALUE;
		CompletableFuture<Object> taken = new CompletableFuture<>();
		Thread other = new Thread(() -> taken.complete(inbox.poll()));
		other.start();
		// It tried, and waits.
		await().until(() -> other.getState() == Thread.State.TIMED_WAITING);
		assertThat(inbox.offer("second")).isEqualTo(Inbox.ACCEPTED);
		assertThat(inbox.offer("third")).isEqualTo(Inbox.FULL);
		assertThat(inbox.taken()).isZero();
		assertThat(taken).isNotDone();
		inbox.places[0] = null;
		inbox.consumerIndex = 1;
		assertThat(taken.get(30, TimeUnit.SECONDS)).isEqualTo("second");
		assertThat(inbox.offer("third")).isEqualTo(Inbox.ACCEPTED);
	}

	@ParameterizedTest
	@MethodSource("inboxes")
	void noMemoryForABatchLeavesAllItemsInPlace(Inbox inbox) throws Exception {
		IntStream.range(0, 6).forEach(inbox::offer);
		Tight batch = new Tight(0);
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> inbox.poll(batch, 4));
		assertThat(batch).isEmpty();
		assertThat(inbox.taken()).isZero();
		batch.most = 4;
		// Another thread, since it would wait for ever for a taker that was ended midway.
		assertThat(CompletableFuture.supplyAsync(() -> take(inbox, batch)).get(30, TimeUnit.SECONDS)).isEqualTo(4);
		assertThat(batch).isEqualTo(List.of(0, 1, 2, 3));
		assertThat(inbox.poll()).isEqualTo(4);
	}

	@Test
	void memoryThatEndsWithinABatchMakesItShorter() {
		LinkedInbox inbox = new LinkedInbox();
		IntStream.range(0, 6).forEach(inbox::offer);
		Tight batch = new Tight(2);
		assertThat(take(inbox, batch)).isEqualTo(2);
		assertThat(batch).isEqualTo(List.of(0, 1));
		assertThat(inbox.poll()).isEqualTo(2);
	}

	/** The error that is looked for must not end the test engine. */
	private static int take(Inbox inbox, List<Object> batch) {
		try {
			return inbox.poll(batch, 4);
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
		RingInbox inbox = new RingInbox(4);
		inbox.producerIndex = 1;
		inbox.offer("behind");
		assertThat(inbox.poll()).isNull();
		assertThat(inbox.isHeadUnpublished()).isTrue();
		inbox.close();
		assertThat(inbox.skipUnpublished()).isZero();
		assertThat(inbox.skipUnpublished()).isEqualTo(-1);
		assertThat(inbox.poll()).isEqualTo("behind");
		assertThat(inbox.pollSkipped(0)).isNull();
		inbox.places[0] = "late";
		assertThat(inbox.pollSkipped(0)).isEqualTo("late");
		assertThat(inbox.pollSkipped(0)).isNull();
	}

	@Test
	void nodeThatIsNotLinkedYetIsLinkedByTheTaker() {
		LinkedInbox inbox = new LinkedInbox();
		inbox.offer("first");
		inbox.offer("second");
		inbox.offer("third");
		// As if no submitter had come to link its node.
		for (LinkedInbox.Node node = inbox.head, next; node != null; node = next) {
			next = node.next;
			node.next = null;
		}
		inbox.close();
		assertThat(Stream.generate(inbox::poll).limit(4)).containsExactly("first", "second", "third", null);
		assertThat(inbox.isEmpty()).isTrue();
	}

}
