/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The house's rules about packages and auto-configurations, and the bad examples that
 * each of them must refuse.
 */
@NullMarked
package io.github.safequeue.architecture;

import org.jspecify.annotations.NullMarked;
