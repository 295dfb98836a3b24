/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Where items wait until a worker takes them.
 *
 * <p>
 * A bounded buffer consists of two parts: an <em>admission word</em> of our own that
 * decides whether an item is accepted, and a JCTools queue that stores it. An unbounded
 * buffer is a linked list that can be closed.
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
 * The only package that imports JCTools. Knows nothing else of this library, and only the
 * engine knows it. Implementations are package-private behind
 * {@link io.github.safequeue.engine.buffer.QueueBuffer}.
 */
@NullMarked
package io.github.safequeue.engine.buffer;

import org.jspecify.annotations.NullMarked;
