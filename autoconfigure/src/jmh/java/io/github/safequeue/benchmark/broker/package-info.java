/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Queues with a broker beside plain listeners and templates of Spring's.
 */
@NullMarked
package io.github.safequeue.benchmark.broker;

import org.jspecify.annotations.NullMarked;
