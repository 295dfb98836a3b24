/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.diagnostics;

import java.util.List;
import java.util.function.Predicate;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.OrderUtils;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The library's analyzers are asked first, whatever the order of the class path.
 */
class FailureAnalyzerOrderTests {

	private static final Predicate<Class<?>> OURS = (type) -> type.getName().startsWith("io.github.safequeue.");

	@Test
	void analyzersOfTheLibraryComeBeforeAllOthers() {
		List<Class<?>> analyzers = analyzers();
		assertThat(analyzers).filteredOn(OURS)
			.containsExactlyInAnyOrder(SafeQueueBindFailureAnalyzer.class, SafeQueueConfigurationFailureAnalyzer.class,
					SafeQueueInjectionFailureAnalyzer.class)
			.allSatisfy((type) -> assertThat(order(type)).isEqualTo(Ordered.HIGHEST_PRECEDENCE));
		assertThat(analyzers).filteredOn(OURS.negate())
			.isNotEmpty()
			.allSatisfy((type) -> assertThat(order(type)).isGreaterThan(Ordered.HIGHEST_PRECEDENCE));
	}

	private static List<Class<?>> analyzers() {
		ArgumentResolver arguments = ArgumentResolver.of(BeanFactory.class, new DefaultListableBeanFactory())
			.and(Environment.class, new StandardEnvironment());
		return SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, arguments, (type, name, failure) -> {
				// Analyzers of libraries that are not there are left out, as Spring Boot
				// does.
			})
			.stream()
			.<Class<?>>map(Object::getClass)
			.toList();
	}

	private static int order(Class<?> type) {
		return OrderUtils.getOrder(type, Ordered.LOWEST_PRECEDENCE);
	}

}
