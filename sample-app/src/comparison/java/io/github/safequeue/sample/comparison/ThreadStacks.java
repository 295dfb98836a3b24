/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

/**
 * Describes what a thread does.
 */
final class ThreadStacks {

	private static final String OURS = "io.github.safequeue.";

	private ThreadStacks() {
	}

	/**
	 * Describe what a thread does.
	 * @param thread the thread
	 * @return its state and the method that it called last from the scenario or from a
	 * queue, or {@code idle} if it is in neither
	 */
	static String describe(Thread thread) {
		Thread.State state = thread.getState();
		StackTraceElement[] stack = thread.getStackTrace();
		for (int depth = 0; depth < stack.length; depth++) {
			if (stack[depth].getClassName().startsWith(OURS)) {
				return state + " in " + name(stack[Math.max(0, depth - 1)]);
			}
		}
		return (state == Thread.State.TERMINATED) ? "ended" : "idle";
	}

	private static String name(StackTraceElement frame) {
		String type = frame.getClassName();
		return type.substring(type.lastIndexOf('.') + 1) + "." + frame.getMethodName();
	}

}
