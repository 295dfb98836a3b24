/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The store {@code jdbc}: items in a table of PostgreSQL, or of H2 in a file. They are
 * received, handled and removed in one transaction, and the row locks of the database
 * decide which consumer has an item. May know the root package, the store's package, and
 * Spring's access to data by JDBC.
 */
@NullMarked
package io.github.safequeue.store.jdbc;

import org.jspecify.annotations.NullMarked;
