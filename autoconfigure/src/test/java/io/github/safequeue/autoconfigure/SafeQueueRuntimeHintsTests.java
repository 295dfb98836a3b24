/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import java.util.List;
import java.util.ServiceLoader;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.ExecutableHint;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.support.SpringFactoriesLoader;

import io.github.safequeue.SafeQueueBuilderFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SafeQueueRuntimeHints}, as an ahead-of-time build finds them.
 */
class SafeQueueRuntimeHintsTests {

	private final RuntimeHints hints = new RuntimeHints();

	@BeforeEach
	void register() {
		SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
			.load(RuntimeHintsRegistrar.class)
			.stream()
			.filter(SafeQueueRuntimeHints.class::isInstance)
			.forEach((registrar) -> registrar.registerHints(this.hints, getClass().getClassLoader()));
	}

	@Test
	void descriptorOfTheEngineIsKept() {
		String descriptor = "META-INF/services/" + SafeQueueBuilderFactory.class.getName();
		assertThat(getClass().getClassLoader().getResource(descriptor)).isNotNull();
		assertThat(RuntimeHintsPredicates.resource().forResource(descriptor)).accepts(this.hints);
	}

	@Test
	void engineCanBeCreated() throws Exception {
		Class<?> provider = ServiceLoader.load(SafeQueueBuilderFactory.class).iterator().next().getClass();
		assertThat(RuntimeHintsPredicates.reflection().onConstructorInvocation(provider.getConstructor()))
			.accepts(this.hints);
	}

	@Test
	void virtualThreadsCanBeMade() {
		assertThat(this.hints.reflection().getTypeHint(Thread.class)).isNotNull()
			.extracting((type) -> type.methods().map(ExecutableHint::getName).toList())
			.isEqualTo(List.of("ofVirtual"));
	}

}
