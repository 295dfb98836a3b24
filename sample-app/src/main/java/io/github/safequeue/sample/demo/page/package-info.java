/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The page, with the profile {@code demo}: what it shows at {@code /} of the queues'
 * health and figures, and of dead letters. The page itself is in {@code demo/} on the
 * class path.
 */
@NullMarked
package io.github.safequeue.sample.demo.page;

import org.jspecify.annotations.NullMarked;
