/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What is compiled against the library's public face, and is loaded once for each build
 * of the library that a comparison has: by the application's class loader for this build,
 * by a loader of its own for a {@link io.github.safequeue.benchmark.Baseline}. What both
 * copies share with the programs is in the package above.
 */
package io.github.safequeue.benchmark.queue;
