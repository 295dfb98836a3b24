/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.listener;

import java.util.Set;

/**
 * A bean whose methods may be called on threads of an executor.
 *
 * @param name the bean's name
 * @param executors the names of the executors that its {@code @Async} methods ask for,
 * empty for the default one; none where no method is {@code @Async}
 * @param listening whether it listens to events of the application
 */
public record AsyncBean(String name, Set<String> executors, boolean listening) {
}
