/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue;

/**
 * The call that a listener method is in. An instance is valid for one call and must not
 * be kept.
 */
public interface WorkContext {

	/**
	 * Return the name of the queue that the item came from.
	 * @return the queue's name
	 */
	String queue();

	/**
	 * Return which attempt this call is.
	 * @return the number of the attempt, from 1
	 */
	int attempt();

}
