/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Measures queues with the store {@code jdbc} beside their peers, on a PostgreSQL server
 * that {@link io.github.safequeue.benchmark.store.StoreComparison} starts.
 */
package io.github.safequeue.benchmark.store;
