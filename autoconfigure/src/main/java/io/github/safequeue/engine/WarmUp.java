package io.github.safequeue.engine;

import java.util.concurrent.CompletableFuture;

import io.github.safequeue.RejectedWorkException;

/**
 * Walks once through all that a submitter can reach, so that no later {@code offer} loads
 * a class or links a call site.
 */
final class WarmUp {

	static {
		EngineLog.ensure();
		for (Inbox inbox : new Inbox[] { new RingInbox(2), new LinkedInbox() }) {
			inbox.offer("first");
			inbox.offer("second");
			inbox.offer("third");
			inbox.poll();
			inbox.close();
			inbox.offer("late");
		}
		Parker parker = new Parker();
		parker.announce(Thread.currentThread());
		parker.wake(true);
		parker.awake();
		Thread.interrupted();
		CompletableFuture<Void> future = new CompletableFuture<>();
		new Submission("item", future);
		for (RejectedWorkException.Reason reason : RejectedWorkException.Reason.values()) {
			future.completeExceptionally(new RejectedWorkException("warm-up", reason));
		}
	}

	private WarmUp() {
	}

	static void ensure() {
		// Runs the initializer.
	}

}
