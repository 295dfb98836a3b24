/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.context;

import java.util.Map;

import io.micrometer.context.integration.Slf4jThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the whole MDC. An empty one is nothing to carry.
 */
final class MdcAccessor extends Slf4jThreadLocalAccessor {

	@Override
	public @Nullable Map<String, String> getValue() {
		Map<String, String> value = super.getValue();
		return (value == null || value.isEmpty()) ? null : value;
	}

}
