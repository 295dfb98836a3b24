/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.engine.ItemHolder;

/**
 * The right to call the handler once, which stands in the incoming side's queue for the
 * item that the store is going to give. There are as many as handlers may run.
 */
final class Permit implements ItemHolder {

	/** What is handled under this permit. */
	private volatile @Nullable Object item;

	/** Items that were vouched for and come again before any others. */
	List<ReceivedItem> vouchedFor = List.of();

	@Override
	public @Nullable Object item() {
		return this.item;
	}

	void handling(@Nullable Object item) {
		this.item = item;
	}

}
