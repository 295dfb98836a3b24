/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Queues that do not go on, as {@code docs/troubleshooting.md} shows them: each trouble
 * is made for real, and what health and endpoint answer is what the document says.
 */
@NullMarked
package io.github.safequeue.troubleshooting;

import org.jspecify.annotations.NullMarked;
