/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The store {@code kafka}: a queue is a topic. Records are written by Spring's
 * {@code KafkaTemplate} and received by its listener container, which is all that deals
 * with groups, rebalancing and offsets. Knows the stores and the root package, and is the
 * only package that knows Kafka.
 */
@NullMarked
package io.github.safequeue.store.kafka;

import org.jspecify.annotations.NullMarked;
