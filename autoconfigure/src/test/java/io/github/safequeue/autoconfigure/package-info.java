/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Tests of queues in a Spring Boot application.
 */
@NullMarked
package io.github.safequeue.autoconfigure;

import org.jspecify.annotations.NullMarked;
