/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.listener;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.springframework.context.aot.AbstractAotProcessor;

import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.SafeQueueListener;

/**
 * The attributes of one annotation, resolved and converted.
 *
 * @param queues the names of the queues, one at least
 * @param concurrency how many calls may run at a time, or {@code null} if not set
 * @param batchSize how many items a batch holds, or {@code null} if not set
 * @param autoStartup whether to handle from the start, or {@code null} if not set
 * @param key the path of the key, or {@code null} if not set
 * @param dependsOn names of beans
 */
record ListenerAttributes(List<String> queues, @Nullable Integer concurrency, @Nullable Integer batchSize,
		@Nullable Boolean autoStartup, @Nullable String key, List<String> dependsOn) {

	/** The limit of the property too. A higher number is taken for a mistake. */
	private static final int MAX_CONCURRENCY = 10_000;

	/**
	 * Read an annotation.
	 * @param bean the bean that has the method
	 * @param method the method that has the annotation
	 * @param annotation the annotation
	 * @param placeholders resolves placeholders
	 * @return the attributes
	 * @throws SafeQueueConfigurationException if one of them cannot be used
	 */
	static ListenerAttributes read(ListenerBean bean, Method method, SafeQueueListener annotation,
			UnaryOperator<String> placeholders) {
		AttributeReader reader = new AttributeReader(ListenerSignature.describe(bean, method), placeholders);
		List<String> queues = reader.names("queues", annotation.queues(),
				"Give each queue a name, as in @SafeQueueListener(\"orders\").");
		if (queues.isEmpty()) {
			throw reader.refuse("names no queue.", "Give it a name, as in @SafeQueueListener(\"orders\").");
		}
		reader.useQueue(queues.get(0));
		Integer concurrency = reader.number("concurrency", annotation.concurrency(), MAX_CONCURRENCY);
		Integer batchSize = reader.number("batchSize", annotation.batchSize(), Integer.MAX_VALUE);
		Boolean autoStartup = reader.flag("autoStartup", annotation.autoStartup());
		String key = reader.text("key", annotation.key());
		List<String> dependsOn = reader.names("dependsOn", annotation.dependsOn(),
				"Name a bean, or remove the attribute.");
		return new ListenerAttributes(queues, concurrency, batchSize, autoStartup, key, dependsOn);
	}

	/**
	 * Check that the attributes fit the parameters.
	 * @param signature the method
	 * @throws SafeQueueConfigurationException if the method takes single items, but has a
	 * batch size
	 */
	void checkAgainst(ListenerSignature signature) {
		if (!signature.batch() && this.batchSize != null && this.batchSize > 1) {
			throw signature.refuse(
					"has the attribute batchSize = \"%d\" and takes single items.".formatted(this.batchSize),
					"Declare the parameter as List<%s>, or remove the attribute."
						.formatted(signature.itemType().toClass().getSimpleName()));
		}
	}

	/**
	 * Reads attributes of one method.
	 */
	private static final class AttributeReader {

		private final String method;

		private final UnaryOperator<String> placeholders;

		private @Nullable String queue;

		AttributeReader(String method, UnaryOperator<String> placeholders) {
			this.method = method;
			this.placeholders = placeholders;
		}

		/** Name the queue in the messages that follow. */
		void useQueue(String queue) {
			this.queue = queue;
		}

		List<String> names(String attribute, String[] values, String remedy) {
			List<String> names = new ArrayList<>();
			for (String value : values) {
				String name = resolve(attribute, value);
				if (name == null) {
					throw refuse("has a blank name in the attribute '%s'%s.".formatted(attribute, source("", value)),
							remedy);
				}
				if (!names.contains(name)) {
					names.add(name);
				}
			}
			return List.copyOf(names);
		}

		@Nullable Integer number(String attribute, String value, int max) {
			String text = text(attribute, value);
			if (text == null) {
				return null;
			}
			try {
				int number = Integer.parseInt(text);
				if (number >= 1 && number <= max) {
					return number;
				}
			}
			catch (NumberFormatException ex) {
				// Refused below, together with the numbers that are too small.
			}
			throw refuse(
					"has the attribute %s = \"%s\"%s, which is not a whole number from 1%s.".formatted(attribute, text,
							source(text, value), (max < Integer.MAX_VALUE) ? " to " + max : ""),
					"Set it to a number such as \"4\", or remove it.");
		}

		@Nullable Boolean flag(String attribute, String value) {
			String text = text(attribute, value);
			if (text == null) {
				return null;
			}
			if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
				return Boolean.valueOf(text);
			}
			throw refuse("has the attribute %s = \"%s\"%s, which is neither true nor false.".formatted(attribute, text,
					source(text, value)), "Set it to \"true\" or \"false\", or remove it.");
		}

		/**
		 * Read what is no name. While a build processes the application ahead of time, a
		 * value that is not known is left to the run.
		 */
		@Nullable String text(String attribute, String value) {
			try {
				return resolve(attribute, value);
			}
			catch (SafeQueueConfigurationException ex) {
				if (Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)) {
					return null;
				}
				throw ex;
			}
		}

		private @Nullable String resolve(String attribute, String value) {
			try {
				String text = this.placeholders.apply(value).trim();
				return text.isEmpty() ? null : text;
			}
			catch (IllegalArgumentException ex) {
				throw new SafeQueueConfigurationException(this.queue,
						ListenerSignature.problem(this.queue, this.method,
								"has the attribute %s = \"%s\", which cannot be resolved: %s.".formatted(attribute,
										value, ex.getMessage())),
						"Define the property, or give the placeholder a default as in \"${name:default}\".", ex);
			}
		}

		SafeQueueConfigurationException refuse(String problem, String remedy) {
			return new SafeQueueConfigurationException(this.queue,
					ListenerSignature.problem(this.queue, this.method, problem), remedy);
		}

		private static String source(String text, String value) {
			return text.equals(value.trim()) ? "" : " (from \"%s\")".formatted(value);
		}

	}

}
