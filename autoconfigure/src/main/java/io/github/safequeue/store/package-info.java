/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Queues that survive the process: an outgoing side that writes to a store, and an
 * incoming side that takes from the store and calls the handler. Both sides are queues of
 * the engine. A package below this one knows one kind of store. May know the root package
 * and the engine's public face.
 */
@NullMarked
package io.github.safequeue.store;

import org.jspecify.annotations.NullMarked;
