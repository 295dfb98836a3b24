/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.safequeue.SafeQueueState;
import io.github.safequeue.engine.ScheduledQueues.StuckOnce;
import io.github.safequeue.engine.WeakenedSource.Without;
import io.github.safequeue.engine.buffer.UnpublishedClaim;
import io.github.safequeue.testing.Schedules;

/**
 * Two workers and items of two keys under schedules that Lincheck chooses. Source, worker
 * pool, handler call and collector are the library's own.
 */
class KeyedLincheckTests {

	static {
		// Classes are initialized before Lincheck looks, so that all runs are alike.
		for (int batchSize = 0; batchSize <= 2; batchSize += 2) {
			KeyedParts parts = new KeyedParts(batchSize, null);
			parts.calls.failing = "a1";
			parts.offer("a1");
			parts.offer("a2");
			parts.worker(0).run();
			parts.stop();
			parts.collect(new ArrayList<>());
			parts.counters.snapshot(SafeQueueState.CLOSED);
		}
	}

	private static void itemsOfTwoKeys(KeyedParts parts) {
		parts.offer("a1");
		parts.offer("a2");
		Thread one = Schedules.start(parts.worker(0));
		Thread other = Schedules.start(parts.worker(1));
		parts.offer("b1");
		parts.offer("a3");
		Schedules.join(one, other);
		parts.goOn();
		parts.calls.check(4);
	}

	@Test
	void itemsOfAKeyAreHandledInOrderAndNeverAtTheSameTime() {
		Schedules.holds(() -> itemsOfTwoKeys(new KeyedParts(0, null)));
		Schedules.holds(() -> itemsOfTwoKeys(new KeyedParts(2, null)));
	}

	@Test
	void weakenedSourceWithoutAWeaknessKeepsTheOrder() {
		Schedules.holds(() -> itemsOfTwoKeys(new KeyedParts(0, Without.NOTHING)));
	}

	@Test
	void releaseOfAKeyWithoutTheLockIsCaught() {
		Schedules.isCaught(KeyedParts.UNHANDLED, () -> itemsOfTwoKeys(new KeyedParts(0, Without.LOCK_OF_THE_RELEASE)));
	}

	private static void retry(KeyedParts parts) {
		parts.calls.failing = "a1";
		itemsOfTwoKeys(parts);
	}

	@Test
	void retryThatWaitsKeepsItsKey() {
		Schedules.holds(() -> retry(new KeyedParts(0, null)));
		Schedules.holds(() -> retry(new KeyedParts(2, null)));
	}

	@Test
	void retryThatLeavesItsKeyToOthersIsCaught() {
		Schedules.isCaught(KeyedParts.MIXED, () -> retry(new KeyedParts(0, Without.KEYS_OF_RETRIES)));
	}

	/** Two workers sleep. The first that takes something does not come back. */
	private static void oneWorkerIsStuck(KeyedParts parts) {
		parts.environment.setInvoker(new StuckOnce(1, parts.environment, parts.calls));
		parts.worker(0).run();
		parts.worker(1).run();
		Thread one = Schedules.start(() -> ScheduledQueues.goOn(parts.worker(0)));
		Thread other = Schedules.start(() -> ScheduledQueues.goOn(parts.worker(1)));
		parts.offer("a1");
		parts.offer("a2");
		parts.offer("b1");
		Schedules.join(one, other);
		parts.goOn();
		Object stuck = (parts.worker(0).inFlight.content() != null) ? parts.worker(0).inFlight.content()
				: parts.worker(1).inFlight.content();
		parts.calls.check((KeyedParts.key(stuck).equals('a')) ? 1 : 2);
	}

	@Test
	void freeWorkerNeverWaitsForAnotherKey() {
		Schedules.holds(() -> oneWorkerIsStuck(new KeyedParts(0, null)));
	}

	@Test
	void itemThatWaitsForAnotherKeyIsCaught() {
		Schedules.isCaught(KeyedParts.UNHANDLED,
				() -> oneWorkerIsStuck(new KeyedParts(0, Without.ROOM_BESIDE_THE_BUFFER)));
	}

	/** The time is over: workers, submitter and collecting thread meet. */
	private static void stopWhileItemsCome(KeyedParts parts) {
		parts.offer("a1");
		parts.offer("a2");
		Thread one = Schedules.start(parts.worker(0));
		Thread other = Schedules.start(parts.worker(1));
		parts.stop();
		int before = parts.calls.handled();
		List<Object> left = new ArrayList<>();
		parts.collect(left);
		Schedules.join(one, other);
		parts.goOn();
		Schedules.check(parts.calls.handled() <= before + 2, "an item was started after the stop");
		parts.check(left);
	}

	@Test
	void eachItemIsEitherHandledOrCollectedWhenTheTimeIsOver() {
		Schedules.holds(() -> stopWhileItemsCome(new KeyedParts(0, null)));
		Schedules.holds(() -> stopWhileItemsCome(new KeyedParts(2, null)));
	}

	/** A key is busy; a worker reads it for another item when the time is over. */
	private static void stopWhileAKeyIsBusy(KeyedParts parts) {
		parts.offer("a1");
		Worker busy = parts.worker(0);
		parts.take(busy);
		parts.offer("a2");
		Thread reader = Schedules.start(parts.worker(1));
		parts.stop();
		List<Object> left = new ArrayList<>();
		parts.collect(left);
		Schedules.join(reader);
		parts.handle(busy);
		parts.goOn();
		parts.check(left);
	}

	@Test
	void itemOfABusyKeyIsCollectedWhenTheTimeIsOver() {
		Schedules.holds(() -> stopWhileAKeyIsBusy(new KeyedParts(0, null)));
		Schedules.holds(() -> stopWhileAKeyIsBusy(new KeyedParts(2, null)));
	}

	/**
	 * A submitter that stands between claim and publication is not waited for, and a
	 * worker that saw the queue open takes late.
	 */
	private static void giveUpWhileAnItemIsPublished(KeyedParts parts) {
		UnpublishedClaim claim = parts.claim();
		parts.offer("b1");
		Thread submitter = Schedules.start(() -> claim.publish("a1"));
		parts.stop();
		List<Object> left = new ArrayList<>();
		parts.giveUp(left);
		parts.take(parts.worker(0));
		parts.handle(parts.worker(0));
		Schedules.join(submitter);
		parts.take(parts.worker(1));
		parts.handle(parts.worker(1));
		parts.collectLate(left);
		parts.check(left);
	}

	@Test
	void itemThatIsGivenUpIsFoundLate() {
		Schedules.holds(() -> giveUpWhileAnItemIsPublished(new KeyedParts(0, null)));
	}

	/** What is given up is counted beside a worker that has just read a key. */
	private static void giveUpBesideAReader(KeyedParts parts) {
		parts.offer("a1");
		UnpublishedClaim claim = parts.claim();
		List<Object> left = new ArrayList<>();
		Thread[] closing = new Thread[1];
		parts.whenAKeyIsRead = () -> {
			parts.stop();
			parts.source.drainTo(left);
			closing[0] = Schedules.start(() -> parts.source.giveUpUnpublished(left));
		};
		parts.take(parts.worker(0));
		Schedules.join(closing);
		claim.publish("b1");
		Schedules.check(parts.source.started() == parts.buffer.accepted(), "the items started are not counted");
	}

	@Test
	void itemThatIsGivenUpIsCountedOnce() {
		Schedules.holds(() -> giveUpBesideAReader(new KeyedParts(0, null)));
	}

}
