/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Tries many cases, two at a time: one JVM starts while another one ends.
 */
public final class Pairs {

	private Pairs() {
	}

	/** Try all cases, then report all that failed. */
	public static <T> void forEach(List<T> cases, Consumer<? super T> body) {
		ExecutorService threads = Executors.newFixedThreadPool(2);
		try {
			List<Future<?>> tries = new ArrayList<>();
			cases.forEach((one) -> tries.add(threads.submit(() -> body.accept(one))));
			AssertionError failure = new AssertionError("Some of " + cases.size() + " cases failed");
			for (int i = 0; i < tries.size(); i++) {
				try {
					tries.get(i).get();
				}
				catch (ExecutionException ex) {
					failure.addSuppressed(new AssertionError("Case " + cases.get(i), ex.getCause()));
				}
			}
			if (failure.getSuppressed().length > 0) {
				throw failure;
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			threads.shutdownNow();
		}
	}

}
