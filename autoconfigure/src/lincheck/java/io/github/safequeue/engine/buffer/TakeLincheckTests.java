/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine.buffer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.junit.jupiter.api.Test;

import io.github.safequeue.engine.buffer.WeakenedBuffer.Without;
import io.github.safequeue.testing.Schedules;

/**
 * Each accepted element is taken, collected or published late exactly once, under
 * schedules that Lincheck chooses.
 */
class TakeLincheckTests {

	private static final String TWICE = "an element was taken twice or by nobody";

	private static final String NOT_SEEN = "a taker found nothing though an element waited";

	private static final String DISORDER = "a taker found elements in another order";

	static {
		QueueBuffers.warmUp();
	}

	private static void twoTakersOfOneElement(QueueBuffer buffer, Function<QueueBuffer, Object> take) {
		buffer.offer("element");
		Object[] taken = new Object[1];
		Thread taker = Schedules.start(() -> taken[0] = take.apply(buffer));
		Object mine = take.apply(buffer);
		Schedules.join(taker);
		Schedules.check((taken[0] == null) != (mine == null), TWICE);
		Schedules.check(buffer.offer("next") == Admission.ACCEPTED && take.apply(buffer) == "next",
				"the place is not free");
	}

	private static Object batchOfOne(QueueBuffer buffer) {
		List<Object> taken = new ArrayList<>();
		buffer.poll(taken, 1);
		return (taken.isEmpty()) ? null : taken.get(0);
	}

	@Test
	void oneOfTwoTakersGetsTheElement() {
		Schedules.holds(() -> twoTakersOfOneElement(QueueBuffers.bounded(1), QueueBuffer::poll));
		Schedules.holds(() -> twoTakersOfOneElement(QueueBuffers.bounded(1), TakeLincheckTests::batchOfOne));
		Schedules.holds(() -> twoTakersOfOneElement(QueueBuffers.unbounded(), QueueBuffer::poll));
	}

	@Test
	void takersWithoutTurnsAreCaught() {
		Schedules.isCaught(TWICE, () -> twoTakersOfOneElement(new WeakenedBuffer(1, Without.TURNS), QueueBuffer::poll));
	}

	@Test
	void twoTakersThatTakeAsIfAloneAreCaught() {
		Schedules.isCaught(TWICE, () -> twoTakersOfOneElement(QueueBuffers.bounded(1), QueueBuffer::pollAlone));
	}

	private static void twoTakersOfTwoElements(QueueBuffer buffer) {
		buffer.offer("one");
		buffer.offer("other");
		Object[] taken = new Object[1];
		Thread taker = Schedules.start(() -> taken[0] = buffer.poll());
		Object mine = buffer.poll();
		Schedules.join(taker);
		Schedules.check(taken[0] != null && mine != null, NOT_SEEN);
		Schedules.check(taken[0] != mine, TWICE);
	}

	@Test
	void eachOfTwoTakersGetsAnElement() {
		Schedules.holds(() -> twoTakersOfTwoElements(QueueBuffers.bounded(2)));
		Schedules.holds(() -> twoTakersOfTwoElements(QueueBuffers.unbounded()));
	}

	private static void batchesWhileElementsCome(QueueBuffer buffer) {
		buffer.offer(1);
		buffer.offer(2);
		List<Object> taken = new ArrayList<>();
		List<Object> mine = new ArrayList<>();
		Thread taker = Schedules.start(() -> buffer.poll(taken, 2));
		Thread submitter = Schedules.start(() -> buffer.offer(3));
		buffer.poll(mine, 2);
		Schedules.join(taker, submitter);
		Schedules.check(ascends(taken) && ascends(mine), DISORDER);
		buffer.poll(mine, 3);
		mine.addAll(taken);
		mine.sort(null);
		Schedules.check(mine.equals(List.of(1, 2, 3)), TWICE);
	}

	private static boolean ascends(List<Object> elements) {
		return elements.size() < 2 || (int) elements.get(0) < (int) elements.get(1);
	}

	@Test
	void batchesHaveEachElementOnceAndInOrder() {
		Schedules.holds(() -> batchesWhileElementsCome(QueueBuffers.bounded(3)));
		Schedules.holds(() -> batchesWhileElementsCome(QueueBuffers.unbounded()));
	}

	/** A submitter stands still anywhere while others go on and the buffer is closed. */
	private static void giveUpWhileElementsCome(QueueBuffer buffer) {
		List<Object> found = new ArrayList<>();
		int[] missing = new int[1];
		Thread closing = Schedules.start(() -> {
			buffer.offer("other");
			buffer.close();
			buffer.poll(found, 1);
			missing[0] = buffer.giveUpUnpublished(found);
			Schedules.check(buffer.isEmpty() && buffer.poll() == null, "something waits that was given up");
			missing[0] -= pollLate(buffer, found);
		});
		Admission answer = buffer.offer("one");
		Schedules.join(closing);
		missing[0] -= pollLate(buffer, found);
		Schedules.check(count(found, "other") == 1 && missing[0] == 0, TWICE);
		Schedules.check(count(found, "one") == ((answer == Admission.ACCEPTED) ? 1 : 0), TWICE);
	}

	private static int pollLate(QueueBuffer buffer, List<Object> target) {
		int before = target.size();
		Object late = buffer.pollLate();
		while (late != null) {
			target.add(late);
			late = buffer.pollLate();
		}
		return target.size() - before;
	}

	private static int count(List<Object> elements, Object wanted) {
		int count = 0;
		for (Object element : elements) {
			count += (element == wanted) ? 1 : 0;
		}
		return count;
	}

	@Test
	void elementThatIsGivenUpIsFoundLate() {
		Schedules.holds(() -> giveUpWhileElementsCome(QueueBuffers.bounded(3)));
		Schedules.holds(() -> giveUpWhileElementsCome(new WeakenedBuffer(3, Without.NOTHING)));
	}

	/** A place that was claimed is filled at any time. */
	private static void giveUpWhileAPlaceIsFilled() {
		QueueBuffer buffer = QueueBuffers.bounded(3);
		buffer.offer("first");
		UnpublishedClaim claim = UnpublishedClaim.of(buffer);
		buffer.offer("behind");
		Thread submitter = Schedules.start(() -> claim.publish("late"));
		buffer.close();
		List<Object> found = new ArrayList<>();
		int missing = buffer.giveUpUnpublished(found);
		missing -= pollLate(buffer, found);
		Schedules.join(submitter);
		missing -= pollLate(buffer, found);
		Schedules.check(missing == 0 && found.size() == 3 && found.containsAll(List.of("first", "behind", "late")),
				TWICE);
	}

	@Test
	void placeThatIsFilledLateIsFound() {
		Schedules.holds(TakeLincheckTests::giveUpWhileAPlaceIsFilled);
	}

	@Test
	void unpublishedPlaceThatIsPassedOverIsCaught() {
		Schedules.isCaught(TWICE, () -> giveUpWhileElementsCome(new WeakenedBuffer(3, Without.UNPUBLISHED_PLACES)));
	}

	private static void giveUpBesideATaker(QueueBuffer buffer) {
		buffer.offer("one");
		buffer.close();
		Object[] taken = new Object[1];
		Thread taker = Schedules.start(() -> taken[0] = buffer.poll());
		List<Object> found = new ArrayList<>();
		buffer.giveUpUnpublished(found);
		Schedules.join(taker);
		Schedules.check(found.isEmpty() != (taken[0] == null), TWICE);
	}

	@Test
	void takerAndCollectorShareWhatThereIs() {
		Schedules.holds(() -> giveUpBesideATaker(QueueBuffers.bounded(3)));
	}

	@Test
	void givingUpWithoutATurnIsCaught() {
		Schedules.isCaught(TWICE, () -> giveUpBesideATaker(new WeakenedBuffer(3, Without.TURN_OF_GIVING_UP)));
	}

}
