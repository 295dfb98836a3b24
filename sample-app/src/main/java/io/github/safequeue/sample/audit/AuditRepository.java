/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.audit;

import java.util.List;

import org.springframework.data.repository.Repository;

/**
 * Stores and counts audit entries.
 */
interface AuditRepository extends Repository<AuditEntry, Long> {

	<S extends AuditEntry> List<S> saveAll(Iterable<S> entries);

	long count();

}
