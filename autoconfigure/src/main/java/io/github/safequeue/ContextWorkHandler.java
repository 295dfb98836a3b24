/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue;

/**
 * A {@link WorkHandler} that also receives the {@link WorkContext} of its call.
 *
 * @param <T> the type of the items
 */
@FunctionalInterface
@SuppressWarnings("FunctionalInterfaceMethodChanged") // adds the call to what a handler
														// is given
public interface ContextWorkHandler<T> extends WorkHandler<T> {

	/**
	 * Handle one item.
	 * @param item the item
	 * @param context the call, valid until this method returns
	 * @throws Exception if the item could not be handled
	 */
	void handle(T item, WorkContext context) throws Exception;

	@Override
	default void handle(T item) throws Exception {
		throw new UnsupportedOperationException("A context handler is called with its context");
	}

}
