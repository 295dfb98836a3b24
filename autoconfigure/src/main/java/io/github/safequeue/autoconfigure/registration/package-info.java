/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The registration of queue beans: which queues listeners, properties and beans declare,
 * what handles each, and the builders that properties and customizers apply to; the task
 * executor on a queue.
 *
 * <p>
 * May know Spring Boot, the properties, and what queue beans are made of: root package,
 * engine, lifecycle, listeners, executor and cleaner.
 */
@NullMarked
package io.github.safequeue.autoconfigure.registration;

import org.jspecify.annotations.NullMarked;
