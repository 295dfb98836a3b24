/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.json.JsonMapper;

import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.store.ItemFormat;
import io.github.safequeue.store.ItemFormats;

/**
 * Writes items as JSON of their declared type, without the name of a class. Unknown
 * properties are ignored, so that an older version of the application reads what a newer
 * one wrote. Any thread.
 */
final class JsonItemFormat implements ItemFormat {

	private final ObjectWriter writer;

	private final ObjectReader reader;

	private JsonItemFormat(JsonMapper mapper, Class<?> type) {
		this.writer = mapper.writerFor(type);
		this.reader = mapper.readerFor(type).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
	}

	/** Return formats of any type that can be read back. */
	static ItemFormats by(JsonMapper mapper) {
		return (queue, type) -> {
			JsonItemFormat format = new JsonItemFormat(mapper, type);
			format.check(queue, type);
			return format;
		};
	}

	private void check(String queue, Class<?> type) {
		try {
			this.reader.readValue("{}");
		}
		catch (InvalidDefinitionException ex) {
			throw new SafeQueueConfigurationException(queue,
					"Queue '%s' has a store, but its items, of type '%s', cannot be read back from JSON: %s"
						.formatted(queue, type.getName(), ex.getOriginalMessage()),
					"Hold items of a type that Jackson can create, such as a record, or give the type a @JsonTypeInfo or @JsonCreator; leave out the store for queues of tasks.",
					ex);
		}
		catch (JacksonException ex) {
			// An empty object is no such item, which says nothing of others.
		}
	}

	@Override
	public String write(Object item) {
		return this.writer.writeValueAsString(item);
	}

	@Override
	public Object read(String payload) {
		Object item = this.reader.readValue(payload);
		if (item == null) {
			throw new IllegalArgumentException("The payload is null");
		}
		return item;
	}

}
