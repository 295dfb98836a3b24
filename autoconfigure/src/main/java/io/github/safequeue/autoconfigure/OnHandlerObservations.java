/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;

import io.github.safequeue.autoconfigure.properties.SafeQueueProperties;

/**
 * Matches if handler calls are to be observed: by property, or, where nothing is said,
 * because there is a tracer. Without one an observation would only repeat what the timer
 * of the queue says.
 */
final class OnHandlerObservations extends AnyNestedCondition {

	OnHandlerObservations() {
		super(ConfigurationPhase.REGISTER_BEAN);
	}

	@ConditionalOnBooleanProperty(SafeQueueProperties.OBSERVATIONS_ENABLED)
	static final class Wanted {

	}

	@ConditionalOnBooleanProperty(name = SafeQueueProperties.OBSERVATIONS_ENABLED, matchIfMissing = true)
	@ConditionalOnBean(type = "io.micrometer.tracing.Tracer")
	static final class Traced {

	}

}
