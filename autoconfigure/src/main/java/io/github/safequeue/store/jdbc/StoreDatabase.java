/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.util.OptionalInt;

import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The database that the store keeps its items in.
 *
 * @param dataSource gives connections
 * @param transactionManager begins and ends transactions on those connections
 * @param poolSize how many connections there are at most, if that is known
 * @param url its URL, if that is known
 * @param onClose releases what was opened for the store alone
 */
public record StoreDatabase(DataSource dataSource, PlatformTransactionManager transactionManager, OptionalInt poolSize,
		@Nullable String url, Runnable onClose) {

	/**
	 * Return the URL of a file of H2 that has what it has confirmed: commits are written
	 * at once, H2 has no shutdown hook, and interrupts close nothing.
	 * @param path the path of the file, without the ending {@code .mv.db}
	 * @return the URL
	 */
	public static String fileUrl(String path) {
		return "jdbc:h2:async:%s;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE".formatted(path);
	}

}
