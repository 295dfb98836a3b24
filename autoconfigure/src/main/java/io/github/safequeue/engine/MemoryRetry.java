package io.github.safequeue.engine;

import java.util.concurrent.locks.LockSupport;

/**
 * Repeats a step until there is memory for it: what threads of the library do while the
 * heap is full, rather than leave out what was promised. Never used by submitters, nor by
 * threads that close.
 */
final class MemoryRetry {

	private static final long NAP_NANOS = 10_000_000;

	private MemoryRetry() {
	}

	/**
	 * Run a step until it ends without an {@link OutOfMemoryError}.
	 * @param step the step; a method reference that captures nothing, since a lambda
	 * would need memory itself
	 * @param a what the step is given
	 * @param b what the step is given
	 * @param <A> the type of the first argument
	 * @param <B> the type of the second argument
	 */
	static <A, B> void run(Step<A, B> step, A a, B b) {
		for (;;) {
			try {
				step.run(a, b);
				return;
			}
			catch (OutOfMemoryError ex) {
				nap();
			}
		}
	}

	/** Wait a moment. An interrupt does not cut it short, or a core would burn. */
	static void nap() {
		Thread.interrupted();
		LockSupport.parkNanos(MemoryRetry.class, NAP_NANOS);
	}

	/**
	 * Something that may need memory and may be done again.
	 *
	 * @param <A> the type of the first argument
	 * @param <B> the type of the second argument
	 */
	@FunctionalInterface
	interface Step<A, B> {

		/**
		 * Do it.
		 * @param a the first argument
		 * @param b the second argument
		 */
		void run(A a, B b);

	}

}
