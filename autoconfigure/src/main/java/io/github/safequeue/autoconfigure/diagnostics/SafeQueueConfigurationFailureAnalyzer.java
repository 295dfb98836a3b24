/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.diagnostics;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import io.github.safequeue.SafeQueueConfigurationException;

/**
 * Reports what is wrong with a queue's configuration, and the remedy apart from it.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class SafeQueueConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<SafeQueueConfigurationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, SafeQueueConfigurationException cause) {
		String message = String.valueOf(cause.getMessage());
		String description = message.endsWith(cause.action())
				? message.substring(0, message.length() - cause.action().length()).strip() : message;
		if (cause.queue() == null) {
			description += bean(rootFailure);
		}
		return new FailureAnalysis(description, cause.action(), cause);
	}

	/** A queue without a name is known by the bean that it was to be. */
	private static String bean(Throwable rootFailure) {
		String text = "";
		for (Throwable failure = rootFailure; failure != null; failure = failure.getCause()) {
			if (failure instanceof BeanCreationException creation && creation.getBeanName() != null) {
				String place = creation.getResourceDescription();
				text = " Bean: '%s'%s.".formatted(creation.getBeanName(),
						(place != null) ? ", defined in " + place : "");
			}
		}
		return text;
	}

}
