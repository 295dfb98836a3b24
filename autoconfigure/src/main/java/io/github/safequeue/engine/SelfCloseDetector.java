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

	static boolean isWaitingForClose(Thread thread) {
		for (StackTraceElement frame : thread.getStackTrace()) {
			@Nullable String method = FRAMES.get(frame.getClassName());
			if (method != null && method.equals(frame.getMethodName())) {
				return true;
			}
		}
		return false;
	}

}
