/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Holds README.md and the pages of {@code docs/}: their snippets compile, those of the
 * README and of the stores also run, their keys exist, their links lead somewhere, and
 * their lines have a limit. What stores promise is held cell by cell.
 */
@NullMarked
package io.github.safequeue.documentation;

import org.jspecify.annotations.NullMarked;
