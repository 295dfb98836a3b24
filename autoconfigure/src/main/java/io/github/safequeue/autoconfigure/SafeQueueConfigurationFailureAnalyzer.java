package io.github.safequeue.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import io.github.safequeue.SafeQueueConfigurationException;

/**
 * Tells what is wrong with a queue's configuration apart from the remedy.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class SafeQueueConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<SafeQueueConfigurationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, SafeQueueConfigurationException cause) {
		String message = String.valueOf(cause.getMessage());
		String description = message.endsWith(cause.action())
				? message.substring(0, message.length() - cause.action().length()).strip() : message;
		return new FailureAnalysis(description, cause.action(), cause);
	}

}
