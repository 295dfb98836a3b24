/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import java.time.Duration;

/**
 * One of the variants that a scenario compares. It runs in a JVM of its own.
 *
 * @param name its name, a word
 * @param patience after which time without a step it counts as stopped
 * @param body what it does
 */
record Variant(String name, Duration patience, Body body) {

	private static final Duration PATIENCE_WITH_OTHERS = Duration.ofSeconds(3);

	private static final Duration PATIENCE_WITH_US = Duration.ofSeconds(15);

	static Variant other(String name, Body body) {
		return new Variant(name, PATIENCE_WITH_OTHERS, body);
	}

	/**
	 * Create a variant that fails the scenario if it stops. It is given more time, so
	 * that a busy machine does not make it seem stopped.
	 */
	static Variant ours(String name, Body body) {
		return new Variant(name, PATIENCE_WITH_US, body);
	}

	/**
	 * What a variant does.
	 */
	@FunctionalInterface
	interface Body {

		/**
		 * Run. Called by the main thread of a JVM that does nothing else.
		 * @param progress takes the figures
		 * @throws Exception if the figures could not be measured
		 */
		void run(Progress progress) throws Exception;

	}

}
