package io.github.safequeue.engine;

import java.util.concurrent.CompletableFuture;

import io.github.safequeue.RejectedWorkException;
import io.github.safequeue.engine.buffer.BufferWarmUp;
import io.github.safequeue.engine.buffer.PaddedLong;

/**
 * Walks once through all that a submitter can reach, so that no later {@code offer} loads
 * a class or links a call site. Loads as well what workers need once the heap is full.
 */
final class WarmUp {

	static {
		EngineLog.ensure();
		BufferWarmUp.run();
		settle();
		PaddedLong refused = new PaddedLong();
		refused.add(1);
		refused.compareAndSet(1, 2);
		Parker parker = new Parker();
		parker.announce(Thread.currentThread());
		parker.wake(true);
		parker.awake();
		Thread.interrupted();
		CompletableFuture<Void> future = new CompletableFuture<>();
		new FutureCompletion("warm-up", EngineLog.standard()).complete(new Envelope("item", future, null), null);
		for (RejectedWorkException.Reason reason : RejectedWorkException.Reason.values()) {
			future.completeExceptionally(new RejectedWorkException("warm-up", reason));
		}
	}

	private WarmUp() {
	}

	/** Links what counts: memory may lack for that when the first item fails. */
	private static void settle() {
		InFlight inFlight = new InFlight("warm-up", 1);
		inFlight.beginTaking();
		inFlight.assign("item");
		inFlight.argument();
		inFlight.elements();
		inFlight.countRetry();
		inFlight.countHandled();
		inFlight.countFailed();
		inFlight.end(true);
		inFlight.takeNothing();
		inFlight.renew();
	}

	static void ensure() {
		// Runs the initializer.
	}

}
