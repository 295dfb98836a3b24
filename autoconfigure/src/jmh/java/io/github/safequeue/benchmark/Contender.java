/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark;

/**
 * A way to hand items over to a handler. Each one has a loop of its own, so that the
 * compiler sees one kind of queue in it. A full queue is treated alike by all: those that
 * can block do, with those that answer the producer tries again, see {@link Backoff}.
 */
public interface Contender extends AutoCloseable {

	/**
	 * Hand items over, until all were accepted. Any number of threads at a time.
	 * @param items the items, to be used in turn
	 * @param count how many to hand over
	 * @throws Exception if handing over fails
	 */
	void produce(Item[] items, long count) throws Exception;

	/**
	 * Tell whether waiting for items burns a core, so that the contender must not exist
	 * while it is not its turn.
	 * @return whether it spins
	 */
	default boolean spins() {
		return false;
	}

	@Override
	void close();

}
