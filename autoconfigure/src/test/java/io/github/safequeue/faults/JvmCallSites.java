/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults;

import java.lang.ref.Cleaner;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.testing.ForkedJvm;

/**
 * Places on threads of the JVM's own.
 */
final class JvmCallSites {

	private static final Map<ThreadKind, Cleaner> cleaners = new ConcurrentHashMap<>();

	private static final AtomicReference<Runnable> onSignal = new AtomicReference<>(() -> {
	});

	private static @Nullable Object signal;

	private JvmCallSites() {
	}

	static void cleaner(ThreadKind kind, SubmissionBurst burst) throws InterruptedException {
		CountDownLatch cleaned = new CountDownLatch(1);
		cleaners.computeIfAbsent(kind, (key) -> Cleaner.create(key.factory())).register(new Object(), () -> {
			burst.run();
			cleaned.countDown();
		});
		collectUntil(cleaned);
	}

	static void finalizer(SubmissionBurst burst) throws InterruptedException {
		CountDownLatch cleaned = new CountDownLatch(1);
		new Finalized(burst, cleaned);
		collectUntil(cleaned);
	}

	private static void collectUntil(CountDownLatch cleaned) throws InterruptedException {
		long start = System.nanoTime();
		do {
			System.gc();
		}
		while (!cleaned.await(20, TimeUnit.MILLISECONDS) && System.nanoTime() - start < ForkedJvm.LIMIT.toNanos() / 2);
	}

	/** A signal that does nothing where nobody handles it. */
	static void signal(SubmissionBurst burst) throws ReflectiveOperationException, InterruptedException {
		onSignal.set(burst::run);
		Object raised = signal();
		raised.getClass().getMethod("raise", raised.getClass()).invoke(null, raised);
		burst.awaitEnd();
	}

	/** By reflection: the compiler warns of what is not part of Java SE. */
	private static synchronized Object signal() throws ReflectiveOperationException {
		Object known = signal;
		if (known != null) {
			return known;
		}
		Class<?> type = Class.forName("sun.misc.Signal");
		Class<?> handler = Class.forName("sun.misc.SignalHandler");
		Object handling = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] { handler },
				(proxy, method, args) -> {
					onSignal.get().run();
					return null;
				});
		Object created = type.getConstructor(String.class).newInstance("WINCH");
		type.getMethod("handle", type, handler).invoke(null, created, handling);
		signal = created;
		return created;
	}

	/**
	 * Submits when it is collected.
	 */
	private static final class Finalized {

		private final SubmissionBurst burst;

		private final CountDownLatch cleaned;

		Finalized(SubmissionBurst burst, CountDownLatch cleaned) {
			this.burst = burst;
			this.cleaned = cleaned;
		}

		@Override
		@SuppressWarnings({ "deprecation", "removal", "Finalize" })
		protected void finalize() {
			this.burst.run();
			this.cleaned.countDown();
		}

	}

}
