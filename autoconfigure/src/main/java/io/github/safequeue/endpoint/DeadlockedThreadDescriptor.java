/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.endpoint;

/**
 * One thread of a deadlock. It need not be a worker.
 *
 * @param thread the thread's name
 * @param waitsFor the lock that it waits for: class and identity
 * @param heldBy the name of the thread that has the lock
 */
public record DeadlockedThreadDescriptor(String thread, String waitsFor, String heldBy) {
}
