/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Tests of the store {@code jdbc}, on H2 in a file and, with the tag {@code servers}, on
 * PostgreSQL.
 */
@NullMarked
package io.github.safequeue.store.jdbc;

import org.jspecify.annotations.NullMarked;
