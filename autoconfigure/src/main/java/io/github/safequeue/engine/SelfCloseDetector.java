package io.github.safequeue.engine;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a handler call waits for the closing, by its stack.
 */
final class SelfCloseDetector {

	private static final Map<String, String> FRAMES = Map.of("java.lang.Shutdown", "exit", "java.lang.Runtime", "exit",
			"org.springframework.context.support.AbstractApplicationContext", "close",
			"io.github.safequeue.engine.Drain", "close");

	private SelfCloseDetector() {
	}

	/**
	 * A thread that runs waits for nothing. The stack of a virtual thread that the JVM is
	 * about to move between carriers, which counts as running, could be long in coming.
	 */
	static boolean isWaitingForClose(Thread thread) {
		if (thread.getState() == Thread.State.RUNNABLE) {
			return false;
		}
		for (StackTraceElement frame : thread.getStackTrace()) {
			@Nullable String method = FRAMES.get(frame.getClassName());
			if (method != null && method.equals(frame.getMethodName())) {
				return true;
			}
		}
		return false;
	}

}
