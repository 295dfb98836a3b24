/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Measures queues beside their peers, in one run.
 * {@link io.github.safequeue.benchmark.Benchmarks} runs everything; each part is a
 * program of its own or a JMH benchmark.
 *
 * <p>
 * A {@link io.github.safequeue.benchmark.Contender} moves items from producers to a
 * handler. Contenders take turns, round by round, and what counts is the ratio of two of
 * them within a round: what the machine does meanwhile hits both. No program asserts a
 * time; each asserts that all items arrived.
 */
package io.github.safequeue.benchmark;
