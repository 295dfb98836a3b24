/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Tests of the configuration properties, of their metadata and of their guide.
 */
@NullMarked
package io.github.safequeue.autoconfigure.properties;

import org.jspecify.annotations.NullMarked;
