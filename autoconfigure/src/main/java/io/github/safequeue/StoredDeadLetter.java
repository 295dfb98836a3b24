/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue;

import java.time.Instant;

/**
 * A dead letter in a store, without the item.
 *
 * @param id the letter's identity
 * @param cause the type of the failure
 * @param deliveries how often it was delivered
 * @param failedAt when it was given up
 */
public record StoredDeadLetter(String id, String cause, int deliveries, Instant failedAt) {
}
