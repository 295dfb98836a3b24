/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.audit;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;

/**
 * A line of the audit trail.
 *
 * @param id given by the database
 * @param source who recorded it
 * @param event what happened
 * @param recordedAt when it happened
 */
public record AuditEntry(@Id @Nullable Long id, String source, String event, Instant recordedAt) {
}
