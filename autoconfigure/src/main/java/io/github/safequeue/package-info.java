/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What an application imports: the queue, its builder and registry, handlers, the
 * listener annotation, states, snapshots and exceptions.
 *
 * <p>
 * May know the JDK, JSpecify and spring-core only. Every other package of the library may
 * know this one. {@link io.github.safequeue.SafeQueues} alone reaches the engine, as a
 * {@linkplain java.util.ServiceLoader service}.
 */
@NullMarked
package io.github.safequeue;

import org.jspecify.annotations.NullMarked;
