/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

/**
 * Who may know whom: for each package the other packages of the library and the foreign
 * packages that its classes may depend on. A package has a row of its own, whether it is
 * below another one or not.
 */
final class PackageTable {

	private static final String ROOT = "";

	/** The package that may know any other one. */
	private static final String UNLIMITED = "autoconfigure";

	private static final List<String> JDK_AND_JSPECIFY = List.of("java..", "org.jspecify..");

	/** The packages of spring-core and of the logging facade that comes with it. */
	private static final List<String> SPRING_CORE = List.of("org.springframework.core..", "org.springframework.util..",
			"org.springframework.lang..", "org.apache.commons.logging..");

	/** The packages of spring-context and of what it is built on. */
	private static final List<String> SPRING_CONTEXT = join(SPRING_CORE,
			List.of("org.springframework.aop..", "org.springframework.aot..", "org.springframework.beans..",
					"org.springframework.context..", "org.springframework.expression..",
					"org.springframework.javapoet..", "org.springframework.scheduling..",
					"org.springframework.stereotype.."));

	private static final Map<String, Row> ROWS = rows();

	private PackageTable() {
	}

	private static Map<String, Row> rows() {
		Map<String, Row> rows = new TreeMap<>();
		rows.put(ROOT, new Row(List.of(), SPRING_CORE));
		rows.put("engine", new Row(List.of(ROOT, "engine.buffer"), SPRING_CORE));
		rows.put("engine.buffer", new Row(List.of(), List.of("org.jctools..")));
		rows.put("listener", new Row(List.of(ROOT), SPRING_CONTEXT));
		rows.put("lifecycle", new Row(List.of(ROOT, "engine", "lifecycle.destruction"), SPRING_CONTEXT));
		rows.put("lifecycle.destruction", new Row(List.of(), SPRING_CONTEXT));
		rows.put("store", new Row(List.of(ROOT, "engine"),
				join(SPRING_CORE, List.of("org.springframework.transaction.support.."))));
		rows.put("store.jdbc",
				new Row(List.of(ROOT, "store"), join(SPRING_CORE, List.of("javax.sql..", "org.springframework.dao..",
						"org.springframework.jdbc..", "org.springframework.transaction..", "org.postgresql.."))));
		rows.put("store.kafka", new Row(List.of(ROOT, "store"), join(SPRING_CORE,
				List.of("org.apache.kafka..", "org.springframework.kafka..", "org.springframework.transaction.."))));
		rows.put("store.rabbit", new Row(List.of(ROOT, "store"), join(SPRING_CORE,
				List.of("com.rabbitmq.client..", "org.springframework.amqp..", "org.springframework.transaction.."))));
		rows.put("executor", new Row(List.of(ROOT, "engine"), SPRING_CORE));
		rows.put("cleaner", new Row(List.of(ROOT, "engine"), SPRING_CORE));
		rows.put("logback", new Row(List.of(ROOT, "engine"), List.of("ch.qos.logback..", "org.slf4j..")));
		rows.put("context", new Row(List.of(ROOT), join(SPRING_CORE, List.of("io.micrometer.context.."))));
		rows.put("observation", new Row(List.of(ROOT), join(SPRING_CORE, List.of("io.micrometer.observation..",
				"io.micrometer.common..", "io.micrometer.core.instrument.observation.."))));
		rows.put("test",
				new Row(List.of(ROOT, "engine"), join(SPRING_CORE, List.of("org.springframework.boot.test.context..",
						"org.springframework.boot.autoconfigure..", "org.assertj.."))));
		rows.put("health", new Row(List.of(ROOT), join(SPRING_CORE, List.of("org.springframework.boot.health.."))));
		rows.put("metrics", new Row(List.of(ROOT),
				join(SPRING_CORE, List.of("io.micrometer..", "org.springframework.boot.micrometer.."))));
		rows.put("endpoint", new Row(List.of(ROOT), join(SPRING_CORE, List.of("org.springframework.boot.actuate.."))));
		rows.put("autoconfigure.properties", new Row(List.of(ROOT), join(SPRING_CORE,
				List.of("org.springframework.boot.context.properties..", "org.springframework.boot.origin.."))));
		rows.put(
				"autoconfigure.registration", new Row(
						List.of(ROOT, "engine", "lifecycle", "listener", "executor", "cleaner", "store",
								"autoconfigure.properties"),
						join(SPRING_CONTEXT, List.of("org.springframework.boot.."))));
		rows.put("autoconfigure.diagnostics",
				new Row(List.of(ROOT, "autoconfigure.properties", "autoconfigure.registration"),
						join(SPRING_CONTEXT, List.of("org.springframework.boot.."))));
		return rows;
	}

	/**
	 * Return the names of the packages whose dependencies are limited, without the
	 * library's own prefix; the empty name is the library's root package.
	 * @return the names of the packages
	 */
	static List<String> limitedPackages() {
		return List.copyOf(ROWS.keySet());
	}

	/**
	 * Return patterns of all the packages that the library may have.
	 * @param root the library's root package
	 * @return the patterns, as ArchUnit reads them
	 */
	static String[] allPackages(String root) {
		return Stream.concat(ROWS.keySet().stream(), Stream.of(UNLIMITED))
			.map((name) -> pattern(root, name))
			.toArray(String[]::new);
	}

	/**
	 * Return the rule that holds one row of the table.
	 * @param root the library's root package
	 * @param name one of {@link #limitedPackages()}
	 * @return the rule
	 */
	static ArchRule onlyKnowsWhatItMay(String root, String name) {
		Row row = ROWS.get(name);
		List<String> allowed = new ArrayList<>(JDK_AND_JSPECIFY);
		allowed.add(pattern(root, name));
		row.house().forEach((other) -> allowed.add(pattern(root, other)));
		allowed.addAll(row.foreign());
		return classes().that()
			.resideInAPackage(pattern(root, name))
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(allowed.toArray(String[]::new))
			.allowEmptyShould(true);
	}

	/**
	 * Return the pattern of one of the library's packages, without the packages below it.
	 * @param root the library's root package
	 * @param name the name of the package without the prefix
	 * @return the pattern, as ArchUnit reads it
	 */
	static String pattern(String root, String name) {
		return name.equals(ROOT) ? root : root + "." + name;
	}

	/**
	 * Return the pattern of one of the library's packages and of all packages below it.
	 * @param root the library's root package
	 * @param name the name of the package without the prefix
	 * @return the pattern, as ArchUnit reads it
	 */
	static String patternWithSubpackages(String root, String name) {
		return pattern(root, name) + "..";
	}

	private static List<String> join(List<String> first, List<String> second) {
		return Stream.concat(first.stream(), second.stream()).toList();
	}

	/**
	 * What one package may know.
	 *
	 * @param house other packages of the library
	 * @param foreign patterns of packages of other libraries
	 */
	private record Row(List<String> house, List<String> foreign) {
	}

}
