/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.BatchFailedException;
import io.github.safequeue.DeadLetter;
import io.github.safequeue.HandlerInterruptedException;
import io.github.safequeue.HandlerTimeoutException;
import io.github.safequeue.RejectedWorkException;
import io.github.safequeue.UndeliveredWork;
import io.github.safequeue.UndeliveredWorkException;
import io.github.safequeue.engine.buffer.PaddedLong;
import io.github.safequeue.engine.buffer.QueueBuffers;

/**
 * Walks once through all that a submitter can reach, so that no later {@code offer} loads
 * a class or links a call site. Loads as well what workers need once the heap is full.
 *
 * <p>
 * Runs on a thread of its own: classes of JCTools have many superclasses, and loading
 * them needs more stack than the thread may have that builds the first queue. A class
 * whose initialization fails for lack of stack is lost for good.
 */
final class WarmUp implements Runnable {

	private static final long STACK_BYTES = 1 << 20;

	private static boolean done;

	private final EngineLog log;

	private WarmUp(EngineLog log) {
		this.log = log;
	}

	/** Called before a buffer is created. */
	static synchronized void ensure(EngineLog log) {
		if (done) {
			return;
		}
		Thread thread = new Thread(null, new WarmUp(log), "safequeue-warm-up", STACK_BYTES, false);
		thread.setDaemon(true);
		thread.setContextClassLoader(null);
		thread.start();
		boolean interrupted = false;
		while (thread.isAlive()) {
			try {
				thread.join();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
		done = true;
	}

	@Override
	public void run() {
		EngineLog.ensure();
		QueueBuffers.warmUp();
		settle();
		PaddedLong refused = new PaddedLong();
		refused.add(1);
		refused.compareAndSet(1, 2);
		Parker parker = new Parker();
		parker.announce(Thread.currentThread());
		parker.wake(true);
		parker.awake();
		MemoryRetry.ensure();
		IllegalStateException failure = new IllegalStateException("warm-up");
		new Retry(failure);
		new DeadLetter<>("warm-up", "item", failure, 1, Clock.systemUTC().instant());
		new UndeliveredWork("warm-up", List.of("item"), UndeliveredWork.Reason.WORKER_LOST);
		complete(null);
		complete(new UndeliveredWorkException("warm-up", UndeliveredWork.Reason.WORKER_LOST));
		complete(new HandlerInterruptedException("warm-up", failure));
		complete(new HandlerTimeoutException("warm-up", Duration.ZERO, failure));
		complete(new BatchFailedException(0, failure));
		for (RejectedWorkException.Reason reason : RejectedWorkException.Reason.values()) {
			complete(new RejectedWorkException("warm-up", reason));
		}
	}

	private void complete(@Nullable Throwable failure) {
		new FutureCompletion("warm-up", this.log).complete(new Envelope("item", new CompletableFuture<>(), null),
				failure);
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
		Batch batch = new Batch(List.of("item", "failing", "rest"));
		inFlight.assign(batch);
		inFlight.countHandledBefore(batch, 1);
		inFlight.argument();
		inFlight.elements();
		inFlight.countFailed();
		inFlight.countHandled();
		inFlight.end(true);
		inFlight.takeNothing();
		inFlight.renew();
	}

}
