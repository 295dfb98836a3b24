/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark;

/**
 * Spring Modulith adds to each application on its class path.
 */
public final class Modulith {

	/** The property of an application that does without. */
	public static final String NONE = "spring.autoconfigure.exclude="
			+ "org.springframework.modulith.events.config.EventPublicationAutoConfiguration,"
			+ "org.springframework.modulith.events.config.EventExternalizationAutoConfiguration,"
			+ "org.springframework.modulith.events.jackson.JacksonEventSerializationConfiguration,"
			+ "org.springframework.modulith.events.jdbc.JdbcEventPublicationAutoConfiguration";

	private Modulith() {
	}

}
