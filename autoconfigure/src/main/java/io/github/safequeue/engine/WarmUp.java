package io.github.safequeue.engine;

import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.github.safequeue.RejectedWorkException;

/**
 * Walks once through all that a submitter can reach, so that no later {@code offer} loads
 * a class or links a call site. Loads as well what workers need once the heap is full.
 */
final class WarmUp {

	static {
		EngineLog.ensure();
		Shortage.list(1);
		settleOnce();
		ownOnce();
		Isolated refused = new Isolated();
		refused.add(1);
		refused.compareAndSet(1, 2);
		for (Inbox inbox : new Inbox[] { new RingInbox(32), new LinkedInbox() }) {
			// More than the ring takes, and once more when there is a little room.
			IntStream.range(0, 33).forEach(inbox::offer);
			inbox.poll();
			inbox.offer("more");
			inbox.close();
			inbox.offer("late");
		}
		Parker parker = new Parker();
		parker.announce(Thread.currentThread());
		parker.wake(true);
		parker.awake();
		Thread.interrupted();
		CompletableFuture<Void> future = new CompletableFuture<>();
		new Submission("item", future, null);
		for (RejectedWorkException.Reason reason : RejectedWorkException.Reason.values()) {
			future.completeExceptionally(new RejectedWorkException("warm-up", reason));
		}
	}

	private WarmUp() {
	}

	/** Links what counts: memory may lack for that when the first item fails. */
	private static void settleOnce() {
		Slot slot = new Slot("warm-up", 1, false);
		slot.begin();
		slot.hold("item");
		slot.inHand();
		slot.countRetry();
		slot.countHandled(1);
		slot.countFailed(1);
		slot.reset();
	}

	private static void ownOnce() {
		RingInbox ring = new RingInbox(1);
		ring.offer("item");
		ring.hasRoom(1);
		ring.take();
		ring.inHand();
		ring.release();
	}

	static void ensure() {
		// Runs the initializer.
	}

}
