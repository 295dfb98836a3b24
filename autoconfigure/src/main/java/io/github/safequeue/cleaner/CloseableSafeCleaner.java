/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.cleaner;

/**
 * A cleaner as its owner sees it. The owner closes it before its queue.
 */
public interface CloseableSafeCleaner extends SafeCleaner, AutoCloseable {

	/**
	 * Hand over what is still registered, if so configured, and let go of the queue: what
	 * becomes due from now on runs on the Cleaner's thread.
	 */
	@Override
	void close();

}
