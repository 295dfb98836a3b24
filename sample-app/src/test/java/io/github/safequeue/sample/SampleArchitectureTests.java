/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * What one would copy from the sample is apart from what shows and compares.
 */
class SampleArchitectureTests {

	private static final String DEMO = "io.github.safequeue.sample.demo..";

	private static final String COMPARISON = "io.github.safequeue.sample.comparison..";

	/** Without the tests. */
	private static final JavaClasses SAMPLE = new ClassFileImporter()
		.importUrl(SampleApplication.class.getProtectionDomain().getCodeSource().getLocation());

	@Test
	void applicationKnowsNeitherDemonstrationNorComparison() {
		noClasses().that()
			.resideOutsideOfPackages(DEMO, COMPARISON)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(DEMO, COMPARISON)
			.check(SAMPLE);
	}

	@Test
	void demonstrationKnowsNoComparison() {
		noClasses().that()
			.resideInAPackage(DEMO)
			.should()
			.dependOnClassesThat()
			.resideInAPackage(COMPARISON)
			.check(SAMPLE);
	}

	@Test
	void demonstrationIsBehindItsProfile() {
		classes().that()
			.resideInAnyPackage(DEMO, COMPARISON)
			.and()
			.areMetaAnnotatedWith(Component.class)
			.should()
			.beAnnotatedWith(isDemo())
			.check(SAMPLE);
	}

	private static DescribedPredicate<JavaAnnotation<?>> isDemo() {
		return DescribedPredicate.describe("@Profile(\"demo\")",
				(annotation) -> annotation.getRawType().isEquivalentTo(Profile.class)
						&& ((String[]) annotation.get("value").orElseThrow())[0].equals("demo"));
	}

	@Test
	void applicationUsesWhatIsMeantForApplications() {
		noClasses().that()
			.resideOutsideOfPackages(DEMO, COMPARISON)
			.should()
			.dependOnClassesThat(internal())
			.check(SAMPLE);
	}

	private static DescribedPredicate<JavaClass> internal() {
		return JavaClass.Predicates.resideInAPackage("io.github.safequeue..")
			.and(JavaClass.Predicates.resideOutsideOfPackages("io.github.safequeue", "io.github.safequeue.cleaner",
					"io.github.safequeue.sample.."))
			.as("of the library and not meant for applications");
	}

}
