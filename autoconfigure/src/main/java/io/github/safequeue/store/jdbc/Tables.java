/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

/**
 * The names of the store's tables, and statements in which they stand for themselves.
 *
 * @param prefix what the names begin with
 */
record Tables(String prefix) {

	/** What the names begin with in the files with the statements that create them. */
	static final String DEFAULT_PREFIX = "safequeue_";

	/**
	 * Write the names into a statement.
	 * @param statement has {@code {item}}, {@code {lane}}, {@code {dead}} and
	 * {@code {writer}} for them
	 * @return the statement
	 */
	String in(String statement) {
		return statement.replace("{item}", this.prefix + "item")
			.replace("{lane}", this.prefix + "lane")
			.replace("{dead}", this.prefix + "dead")
			.replace("{writer}", this.prefix + "writer");
	}

}
