/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.Map;

/**
 * Finds out whether a handler call waits for the closing, or for a future that the
 * closing decides on, by its stack.
 */
final class SelfCloseDetector {

	private static final Map<String, Waiting> FRAMES = Map.of("java.lang.Shutdown.exit", Waiting.FOR_EXIT,
			"java.lang.Runtime.exit", Waiting.FOR_EXIT,
			"org.springframework.context.support.AbstractApplicationContext.close", Waiting.FOR_CLOSE,
			"io.github.safequeue.engine.Drain.close", Waiting.FOR_CLOSE, //
			"java.util.concurrent.CompletableFuture.join", Waiting.FOR_FUTURE,
			"java.util.concurrent.CompletableFuture.get", Waiting.FOR_FUTURE);

	private SelfCloseDetector() {
	}

	/** Return whether a thread waits for a closing, or for the end of the JVM. */
	static boolean isWaitingForClose(Thread thread) {
		return find(thread).compareTo(Waiting.FOR_CLOSE) >= 0;
	}

	/** Return whether a thread waits for the end of the JVM. */
	static boolean isWaitingForExit(Thread thread) {
		return find(thread) == Waiting.FOR_EXIT;
	}

	/** Return whether a thread waits for a future, and not for a closing meanwhile. */
	static boolean isWaitingForFuture(Thread thread) {
		return find(thread) == Waiting.FOR_FUTURE;
	}

	/**
	 * A thread that runs waits for nothing. The stack of a virtual thread that the JVM is
	 * about to move between carriers, which counts as running, could be long in coming.
	 */
	private static Waiting find(Thread thread) {
		Waiting found = Waiting.FOR_NOTHING;
		if (thread.getState() == Thread.State.RUNNABLE) {
			return found;
		}
		for (StackTraceElement frame : thread.getStackTrace()) {
			Waiting here = FRAMES.getOrDefault(frame.getClassName() + "." + frame.getMethodName(), found);
			found = (here.compareTo(found) > 0) ? here : found;
		}
		return found;
	}

	/** Ordered: the last of those that a stack shows counts. */
	private enum Waiting {

		FOR_NOTHING, FOR_FUTURE, FOR_CLOSE, FOR_EXIT

	}

}
