/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.orders;

import org.springframework.data.relational.core.mapping.NamingStrategy;
import org.springframework.stereotype.Component;

/**
 * Names the table of orders {@code orders}, since {@code order} is a word of SQL. Whether
 * its letters are upper or lower case is left to the database.
 */
@Component
class TableNames implements NamingStrategy {

	@Override
	public String getTableName(Class<?> type) {
		return (type == Order.class) ? "orders" : NamingStrategy.super.getTableName(type);
	}

}
