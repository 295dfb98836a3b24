/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.util.Locale;

/**
 * The databases that the store knows.
 */
enum Dialect {

	/** Row locks and {@code SKIP LOCKED}: several processes. */
	POSTGRESQL,

	/** In a file, and in one process. */
	H2;

	/** Where the statements stand that create the tables. */
	String schemaLocation() {
		return "io/github/safequeue/store/jdbc/schema-%s.sql".formatted(name().toLowerCase(Locale.ROOT));
	}

}
