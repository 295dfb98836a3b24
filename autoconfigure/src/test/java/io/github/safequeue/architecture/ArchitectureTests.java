/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.architecture;

import java.util.function.Function;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.safequeue.SafeQueue;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The library keeps the house's rules, and each rule refuses its bad example.
 * <p>
 * A rule about a package that does not exist holds of nothing. Its test is then reported
 * as skipped, with the name of the package, rather than as passed.
 */
class ArchitectureTests {

	private static final String ROOT = "io.github.safequeue";

	private static final String FIXTURES = "io.github.safequeue.architecture.fixtures.";

	private static final JavaClasses LIBRARY = classesBeside(SafeQueue.class);

	private static final JavaClasses EXAMPLES = classesBeside(ArchitectureTests.class);

	@ParameterizedTest(name = "{0}")
	@MethodSource("rules")
	void libraryKeepsTheRule(HouseRule rule) {
		if (rule.about() != null) {
			assumeTrue(hasPackage(rule.about()),
					() -> "No package " + rule.about() + " yet: the rule holds of nothing");
		}
		rule.of(ROOT).check(LIBRARY);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("rules")
	void badExampleIsRefusedByName(HouseRule rule) {
		String root = FIXTURES + rule.fixture();
		JavaClasses example = EXAMPLES.that(resideInAPackage(root + ".."));
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> rule.of(root).check(example))
			.withMessageContaining(rule.offender());
	}

	@Test
	void libraryIsFoundAndItsTestsAreNot() {
		assertThat(LIBRARY.contain(SafeQueue.class)).isTrue();
		assertThat(LIBRARY.contain(ArchitectureTests.class)).isFalse();
	}

	@Test
	void everyLimitedPackageHasARule() {
		assertThat(rules().map(HouseRule::about)).containsAll(PackageTable.limitedPackages());
	}

	private static JavaClasses classesBeside(Class<?> type) {
		return new ClassFileImporter().importUrl(type.getProtectionDomain().getCodeSource().getLocation());
	}

	private static boolean hasPackage(String name) {
		String full = name.isEmpty() ? ROOT : ROOT + "." + name;
		return LIBRARY.stream().anyMatch((type) -> (type.getPackageName() + ".").startsWith(full + "."));
	}

	static Stream<HouseRule> rules() {
		return Stream.concat(rowsOfTheTable(), Stream.of(
				rule("every package is in the table", PackageRules::everyPackageIsInTheTable, null, "stray", "Helper"),
				rule("no package cycles", PackageRules::noPackageCycles, null, "cycle", "cycle.cleaner.Cleaner"),
				rule("every package is null-marked", PackageRules::everyPackageIsNullMarked, null, "unmarked",
						"UnmarkedRing"),
				rule("no class cycles in the engine", PackageRules::noClassCyclesInTheEngine, "engine", "classcycle",
						"classcycle.engine.CyclicWorker"),
				rule("only the buffers know JCTools", PackageRules::onlyTheBuffersKnowJcTools, null, "jctools",
						"EngineKnowsJcTools"),
				rule("only the engine knows its buffers", PackageRules::onlyTheEngineKnowsItsBuffers, "engine.buffer",
						"buffers", "AutoConfigureKnowsBuffer"),
				rule("only the Logback adapter knows Logback", PackageRules::onlyTheLogbackAdapterKnowsLogback, null,
						"loggers", "AutoConfigureKnowsLogback"),
				rule("the engine knows no Spring container", PackageRules::theEngineKnowsNoSpringContainer, "engine",
						"container", "EngineKnowsBeans"),
				rule("the engine's classes are hidden", PackageRules::theEnginesClassesAreHidden, "engine", "exposed",
						"exposed.engine.ExposedRing"),
				rule("the buffers' implementations are hidden", PackageRules::theBuffersImplementationsAreHidden,
						"engine.buffer", "exposed", "exposed.engine.buffer.BoundedBuffer"),
				rule("only SafeQueues loads services", PackageRules::onlySafeQueuesLoadsServices, null, "services",
						"CleanerLoadsServices"),
				rule("nothing knows the auto-configurations", PackageRules::nothingKnowsTheAutoConfigurations,
						"autoconfigure", "known", "LifecycleKnowsAutoConfigure"),
				rule("auto-configurations are final", AutoConfigurationRules::autoConfigurationsAreFinal,
						"autoconfigure", "autoconfiguration", "NotFinal"),
				rule("configurations have package-private methods",
						AutoConfigurationRules::configurationsHavePackagePrivateMethods, "autoconfigure",
						"autoconfiguration", "PublicMethod"),
				rule("bean methods have no class conditions", AutoConfigurationRules::beanMethodsHaveNoClassConditions,
						"autoconfigure", "autoconfiguration", "ConditionalMethod"),
				rule("post-processor bean methods are static",
						AutoConfigurationRules::postProcessorBeanMethodsAreStatic, "autoconfigure", "autoconfiguration",
						"PostProcessor")));
	}

	private static Stream<HouseRule> rowsOfTheTable() {
		return Stream.of(row("", "RootKnowsContext"), row("engine", "EngineKnowsListener"),
				row("engine.buffer", "BufferKnowsEngine"), row("listener", "ListenerKnowsEngine"),
				row("lifecycle", "LifecycleKnowsListener"), row("lifecycle.destruction", "DestructionKnowsLifecycle"),
				row("store", "StoreKnowsJdbc"), row("store.jdbc", "JdbcStoreKnowsPool"),
				row("store.kafka", "KafkaStoreKnowsBoot"), row("store.rabbit", "RabbitStoreKnowsBoot"),
				row("executor", "ExecutorKnowsContext"), row("cleaner", "CleanerKnowsBeans"),
				row("logback", "LogbackKnowsSpring"), row("health", "HealthKnowsMicrometer"),
				row("metrics", "MetricsKnowsEngine"), row("endpoint", "EndpointKnowsHealth"),
				row("context", "ContextKnowsObservations"), row("observation", "ObservationKnowsMetrics"),
				row("test", "TestKnowsContext"), row("autoconfigure.properties", "PropertiesKnowEngine"),
				row("autoconfigure.registration", "RegistrationKnowsHealth"),
				row("autoconfigure.diagnostics", "DiagnosticsKnowEngine"));
	}

	private static HouseRule row(String name, String offender) {
		return rule("package '" + name + "' knows only what the table says",
				(root) -> PackageTable.onlyKnowsWhatItMay(root, name), name, "table", offender);
	}

	private static HouseRule rule(String title, Function<String, ArchRule> factory, @Nullable String about,
			String fixture, String offender) {
		return new HouseRule(title, factory, about, fixture, offender);
	}

	/**
	 * A rule with its bad example.
	 *
	 * @param title what the rule says
	 * @param factory makes the rule for a root package
	 * @param about the one package that the rule is about, if it is about one
	 * @param fixture the example's package
	 * @param offender what the refusal has to name
	 */
	record HouseRule(String title, Function<String, ArchRule> factory, @Nullable String about, String fixture,
			String offender) {

		ArchRule of(String root) {
			return this.factory.apply(root);
		}

		@Override
		public String toString() {
			return this.title;
		}

	}

}
