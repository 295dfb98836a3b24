/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.listener.elsewhere;

import io.github.safequeue.listener.HiddenListener;

/**
 * Has a listener that its proxy, which is of this package, cannot override.
 */
public class Elsewhere extends HiddenListener {

}
