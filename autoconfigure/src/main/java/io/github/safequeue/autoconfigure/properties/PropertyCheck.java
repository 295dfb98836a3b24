/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.properties;

import java.util.List;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.SafeQueueConfigurationException;

/**
 * Checks values of one group of properties and names key, value and remedy of a bad one.
 *
 * @param queue the queue that the group belongs to, or {@code null}
 * @param keys gives the full key of a property of the group
 */
public record PropertyCheck(@Nullable String queue, UnaryOperator<String> keys) {

	/**
	 * Refuse a number that is out of range.
	 * @param property the property within its group
	 * @param value the value, or {@code null} if none is set
	 * @param min the smallest good value
	 * @param max the greatest good value
	 * @param meaning what the value has to be
	 */
	public void range(String property, @Nullable Integer value, int min, int max, String meaning) {
		if (value != null && (value < min || value > max)) {
			throw bad(property, value, meaning, "to " + meaning);
		}
	}

	void range(ValueRange range, @Nullable Comparable<?> value) {
		if (value != null && !range.contains(value)) {
			throw bad(range.property(), value, range.meaning(), "to " + range.meaning());
		}
	}

	void factor(String property, @Nullable Double value) {
		if (value != null && !(value >= 1 && value <= Double.MAX_VALUE)) {
			throw bad(property, value, "a number from 1", "to 1 for equal waits, or to 2 to double each wait");
		}
	}

	/** What was bound may be any class. */
	void throwables(String property, @Nullable List<Class<? extends Throwable>> values) {
		for (Class<?> value : (values != null) ? values : List.<Class<?>>of()) {
			if (!Throwable.class.isAssignableFrom(value)) {
				throw bad(property, "'" + value.getName() + "'", "the names of exception classes",
						"to classes that extend java.lang.Throwable, such as java.io.IOException");
			}
		}
	}

	void notBlank(String property, @Nullable String value, String meaning) {
		if (value != null && value.isBlank()) {
			throw bad(property, "'" + value + "'", meaning, "to " + meaning + ", or remove it");
		}
	}

	/**
	 * Return the failure of one property.
	 * @param property the property within its group
	 * @param value the bad value
	 * @param expected what the value has to be
	 * @param remedy what to set the property to, as in "to 1"
	 * @return the exception
	 */
	public SafeQueueConfigurationException bad(String property, Object value, String expected, String remedy) {
		String key = key(property);
		return new SafeQueueConfigurationException(this.queue,
				subject() + "the property '%s' is %s, but must be %s.".formatted(key, value, expected),
				"Set %s %s.".formatted(key, remedy));
	}

	String key(String property) {
		return this.keys.apply(property);
	}

	private String subject() {
		return (this.queue != null) ? "Queue '" + this.queue + "': " : "SafeQueue: ";
	}

}
