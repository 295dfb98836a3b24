package io.github.safequeue.sample.tale;

import java.time.Duration;

/**
 * One of those that a scene compares. It is played in a JVM of its own.
 *
 * @param name its name, a word
 * @param patience after which time without a step it counts as stopped
 * @param play what it does
 */
record Side(String name, Duration patience, Play play) {

	private static final Duration PATIENCE_WITH_OTHERS = Duration.ofSeconds(3);

	private static final Duration PATIENCE_WITH_US = Duration.ofSeconds(15);

	static Side other(String name, Play play) {
		return new Side(name, PATIENCE_WITH_OTHERS, play);
	}

	/**
	 * Create a side that fails the scene if it stops, so that a machine that is busy with
	 * other things must not make it seem to.
	 */
	static Side ours(String name, Play play) {
		return new Side(name, PATIENCE_WITH_US, play);
	}

	/**
	 * What a side does.
	 */
	@FunctionalInterface
	interface Play {

		/**
		 * Play. The main thread of a JVM that is there for nothing else.
		 * @param progress takes the figures
		 * @throws Exception if the figures could not be measured
		 */
		void play(Progress progress) throws Exception;

	}

}
