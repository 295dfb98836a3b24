/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What processes write down about the items of a queue, for tests that end such processes
 * at any moment.
 */
@NullMarked
package io.github.safequeue.faults.ledger;

import org.jspecify.annotations.NullMarked;
