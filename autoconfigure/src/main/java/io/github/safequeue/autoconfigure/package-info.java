/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The library in a Spring Boot application: auto-configurations, and what Spring Boot
 * calls at the start and the end. The packages below hold the properties, the
 * registration of queue beans, and the analyses of start-up failures.
 *
 * <p>
 * May know every other package; no other package may know this one.
 */
@NullMarked
package io.github.safequeue.autoconfigure;

import org.jspecify.annotations.NullMarked;
