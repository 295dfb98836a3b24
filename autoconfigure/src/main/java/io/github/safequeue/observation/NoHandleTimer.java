/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.observation;

import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;
import org.springframework.core.Ordered;

/**
 * Keeps the observations of queues from making meters: queues have a timer for handler
 * calls already, {@code safequeue.handling}, and count what they write and take. Of the
 * handlers that make meters, Spring Boot registers the first that supports a context.
 */
public final class NoHandleTimer implements MeterObservationHandler<Observation.Context>, Ordered {

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof SafeQueueHandleContext || context instanceof StoreTransport.Sent
				|| context instanceof StoreTransport.Received;
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

}
