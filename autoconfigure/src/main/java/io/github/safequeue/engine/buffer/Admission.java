/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine.buffer;

/**
 * What became of an offer.
 */
public enum Admission {

	/** The element was accepted. */
	ACCEPTED,

	/** The element was refused: as many wait as may wait. */
	FULL,

	/** The element was refused: the buffer is closed. */
	CLOSED

}
