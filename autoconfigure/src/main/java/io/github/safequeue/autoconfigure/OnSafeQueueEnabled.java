/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

import io.github.safequeue.autoconfigure.properties.SafeQueueProperties;

/**
 * Matches unless {@code safequeue.enabled} is false. Reads it as all other properties are
 * read, so that a value which is neither true nor false stops the start: taken for false,
 * it would switch off the queues without a message.
 */
final class OnSafeQueueEnabled extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean enabled = SafeQueueProperties.isEnabled(context.getEnvironment());
		return new ConditionOutcome(enabled, ConditionMessage.forCondition("SafeQueue")
			.because("'%s' is %s".formatted(SafeQueueProperties.ENABLED, enabled)));
	}

}
