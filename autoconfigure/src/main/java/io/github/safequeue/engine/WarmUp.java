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
		MemoryRetry.list(1);
		settleOnce();
		ownOnce();
		PaddedLong refused = new PaddedLong();
		refused.add(1);
		refused.compareAndSet(1, 2);
		for (QueueBuffer buffer : new QueueBuffer[] { new RingBuffer(32), new LinkedBuffer() }) {
			// More than the ring takes, and once more when there is a little room.
			IntStream.range(0, 33).forEach(buffer::offer);
			buffer.poll();
			buffer.offer("more");
			buffer.close();
			buffer.offer("late");
		}
		Parker parker = new Parker();
		parker.announce(Thread.currentThread());
		parker.wake(true);
		parker.awake();
		Thread.interrupted();
		CompletableFuture<Void> future = new CompletableFuture<>();
		new Envelope("item", future, null);
		for (RejectedWorkException.Reason reason : RejectedWorkException.Reason.values()) {
			future.completeExceptionally(new RejectedWorkException("warm-up", reason));
		}
	}

	private WarmUp() {
	}

	/** Links what counts: memory may lack for that when the first item fails. */
	private static void settleOnce() {
		InFlight inFlight = new InFlight("warm-up", 1, false);
		inFlight.begin();
		inFlight.assign("item");
		inFlight.inHand();
		inFlight.countRetry();
		inFlight.countHandled(1);
		inFlight.countFailed(1);
		inFlight.reset();
	}

	private static void ownOnce() {
		RingBuffer ring = new RingBuffer(1);
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
