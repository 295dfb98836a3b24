/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The queue itself: what workers take from ({@code WorkSource}), the workers
 * ({@code WorkerPool}), their wake-up, handler calls and retries, the close protocol
 * ({@code Drain}), reports and the watchdog. Items wait in
 * {@link io.github.safequeue.engine.buffer}.
 *
 * <p>
 * Memory ordering is documented in these words. A <em>claim</em> is the one
 * compare-and-set by which a submitter is admitted; it has volatile semantics, so all
 * that the submitter wrote before it is visible to a thread that reads the claim. A
 * <em>publication</em> is the store that makes an element visible to takers. A
 * <em>release</em> store makes all earlier writes visible to the thread that reads it
 * with acquire or volatile semantics.
 *
 * <p>
 * May know the root package, the buffers below it, and spring-core's retry and task
 * types; neither JCTools nor Spring's context nor its beans. No two of its classes know
 * each other, directly or by others. Implementations are package-private behind
 * {@link io.github.safequeue.engine.ManagedQueues}, for owners of queues, and
 * {@link io.github.safequeue.engine.EngineBuilderFactory}, by which
 * {@link io.github.safequeue.SafeQueues} finds the engine as a service.
 */
@NullMarked
package io.github.safequeue.engine;

import org.jspecify.annotations.NullMarked;
