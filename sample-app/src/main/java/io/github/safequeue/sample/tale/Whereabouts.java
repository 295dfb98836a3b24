package io.github.safequeue.sample.tale;

/**
 * Tells where a thread stands.
 */
final class Whereabouts {

	private static final String OURS = "io.github.safequeue.";

	private Whereabouts() {
	}

	/**
	 * Tell where a thread stands.
	 * @param thread the thread
	 * @return its state and the method that it called last from the scene or from a
	 * queue, or {@code idle} if it is in neither
	 */
	static String of(Thread thread) {
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
