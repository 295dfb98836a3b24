/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names the observations of handler calls and says which key values they have. A bean of
 * this type replaces {@link DefaultSafeQueueHandleConvention}.
 */
public interface SafeQueueHandleConvention extends ObservationConvention<SafeQueueHandleContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof SafeQueueHandleContext;
	}

}
