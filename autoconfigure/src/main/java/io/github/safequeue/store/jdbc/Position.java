/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.util.List;

import io.github.safequeue.store.ReceivedItem;

/**
 * Where an item stands.
 *
 * @param lane its lane
 * @param id its place in the lane
 */
record Position(int lane, long id) {

	static Position of(ReceivedItem item) {
		return (Position) item.position();
	}

	static List<Long> ids(List<ReceivedItem> items) {
		return items.stream().map((item) -> of(item).id()).toList();
	}

}
