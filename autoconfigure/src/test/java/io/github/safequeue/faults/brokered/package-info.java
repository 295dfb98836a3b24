/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Queues in a broker while processes end, are killed and replaced, and while the broker
 * is down. What was confirmed is written down, so is what handlers do, and at the end the
 * one is held against the other and against the dead letters. Each check must also find
 * what a weakened variant does wrong.
 */
@NullMarked
package io.github.safequeue.faults.brokered;

import org.jspecify.annotations.NullMarked;
