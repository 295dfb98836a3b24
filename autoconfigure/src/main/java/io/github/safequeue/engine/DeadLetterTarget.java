/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import io.github.safequeue.DeadLetter;

/**
 * Takes dead letters, if it can. Called by workers.
 */
@FunctionalInterface
interface DeadLetterTarget {

	/** Take a letter, and return whether it was taken. What was not is logged. */
	boolean take(DeadLetter<?> letter);

}
