/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Listener methods: finding {@link io.github.safequeue.SafeQueueListener} in bean
 * definitions ({@code ListenerMethods}), what one such method declares
 * ({@code ListenerMethod}), turning it into a handler that calls the bean or its proxy,
 * and reading the key of an item ({@code KeyExtractor}). Also finds the beans whose
 * methods other beans call by way of an executor or an event ({@code AsyncBeans}).
 *
 * <p>
 * May know the root package and spring-context with what that is built on; neither the
 * engine nor Spring Boot.
 */
@NullMarked
package io.github.safequeue.listener;

import org.jspecify.annotations.NullMarked;
