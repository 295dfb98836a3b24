/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What happens when the JVM ends: applications in JVMs of their own, ended by signals, by
 * {@code System.exit} and by returning from {@code main}.
 */
@NullMarked
package io.github.safequeue.jvm;

import org.jspecify.annotations.NullMarked;
