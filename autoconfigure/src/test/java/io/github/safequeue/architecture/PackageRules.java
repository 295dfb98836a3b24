/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.architecture;

import java.util.List;
import java.util.ServiceLoader;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.PackageMatcher;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.jspecify.annotations.NullMarked;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * Rules about the library's packages as a whole. Each takes the root package, so that one
 * rule can judge the library and its bad examples.
 */
final class PackageRules {

	private PackageRules() {
	}

	static ArchRule everyPackageIsInTheTable(String root) {
		return classes().should().resideInAnyPackage(PackageTable.allPackages(root)).allowEmptyShould(true);
	}

	static ArchRule noPackageCycles(String root) {
		return SlicesRuleDefinition.slices()
			.assignedFrom(new OneSliceAPackage(root))
			.should()
			.beFreeOfCycles()
			.allowEmptyShould(true);
	}

	static ArchRule everyPackageIsNullMarked(String root) {
		return classes().that().resideInAPackage(root + "..").should(liveInANullMarkedPackage()).allowEmptyShould(true);
	}

	/**
	 * Nested classes count with the class around them.
	 */
	static ArchRule noClassCyclesInTheEngine(String root) {
		return SlicesRuleDefinition.slices()
			.assignedFrom(new SlicePerTopLevelClass(PackageTable.patternWithSubpackages(root, "engine")))
			.should()
			.beFreeOfCycles()
			.allowEmptyShould(true);
	}

	static ArchRule onlyTheBuffersKnowJcTools(String root) {
		return onlyOnePackageKnows(root, "engine.buffer", "org.jctools..");
	}

	static ArchRule onlyTheEngineKnowsItsBuffers(String root) {
		String buffers = PackageTable.pattern(root, "engine.buffer");
		return noClasses().that()
			.resideOutsideOfPackages(PackageTable.pattern(root, "engine"), buffers)
			.should()
			.dependOnClassesThat()
			.resideInAPackage(buffers)
			.allowEmptyShould(true);
	}

	static ArchRule onlyTheLogbackAdapterKnowsLogback(String root) {
		return onlyOnePackageKnows(root, "logback", "ch.qos.logback..");
	}

	static ArchRule theEngineKnowsNoSpringContainer(String root) {
		return noClasses().that()
			.resideInAPackage(PackageTable.patternWithSubpackages(root, "engine"))
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.beans..", "org.springframework.context..",
					"org.springframework.boot..")
			.allowEmptyShould(true);
	}

	static ArchRule nothingKnowsTheAutoConfigurations(String root) {
		return noClasses().that()
			.resideOutsideOfPackage(PackageTable.patternWithSubpackages(root, "autoconfigure"))
			.should()
			.dependOnClassesThat()
			.resideInAPackage(PackageTable.patternWithSubpackages(root, "autoconfigure"))
			.allowEmptyShould(true);
	}

	/**
	 * Public are the way in ({@code ManagedQueues}), the service
	 * ({@code EngineBuilderFactory}) and what adapters extend
	 * ({@code PreallocatedEntry}); the latter two have no method of their own.
	 */
	static ArchRule theEnginesClassesAreHidden(String root) {
		return classesAreHidden(root, "engine", "ManagedQueues", "EngineBuilderFactory", "PreallocatedEntry",
				"CallAgainException");
	}

	/**
	 * Public is what the engine uses or extends; which implementation stands behind a
	 * buffer is hidden from the engine too.
	 */
	static ArchRule theBuffersImplementationsAreHidden(String root) {
		return classesAreHidden(root, "engine.buffer", "QueueBuffer", "QueueBuffers", "LinkedNode", "PaddedLong");
	}

	/**
	 * By the table the root knows no other package: this is its one way to the engine.
	 */
	static ArchRule onlySafeQueuesLoadsServices(String root) {
		return noClasses().that()
			.doNotHaveFullyQualifiedName(root + ".SafeQueues")
			.should()
			.dependOnClassesThat()
			.areAssignableTo(ServiceLoader.class)
			.allowEmptyShould(true);
	}

	private static ArchRule classesAreHidden(String root, String name, String... except) {
		List<String> exceptions = List.of(except);
		return classes().that()
			.resideInAPackage(PackageTable.pattern(root, name))
			.and()
			.areTopLevelClasses()
			.and()
			.areNotInterfaces()
			.and()
			.areNotRecords()
			.and()
			.areNotEnums()
			.and(describe("are not of " + exceptions, (type) -> !exceptions.contains(type.getSimpleName())))
			.should()
			.notBePublic()
			.allowEmptyShould(true);
	}

	private static ArchRule onlyOnePackageKnows(String root, String name, String library) {
		return noClasses().that()
			.resideOutsideOfPackage(PackageTable.pattern(root, name))
			.should()
			.dependOnClassesThat()
			.resideInAPackage(library)
			.allowEmptyShould(true);
	}

	private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
		return new ArchCondition<>("live in a @NullMarked package") {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				boolean marked = type.getPackage().tryGetAnnotationOfType(NullMarked.class).isPresent();
				events.add(new SimpleConditionEvent(type, marked,
						"%s: package %s has no package-info.java with @NullMarked".formatted(type.getName(),
								type.getPackageName())));
			}

		};
	}

	/**
	 * Takes each package, the root included, as a part of its own.
	 */
	private static final class OneSliceAPackage implements SliceAssignment {

		private final String root;

		OneSliceAPackage(String root) {
			this.root = root;
		}

		@Override
		public SliceIdentifier getIdentifierOf(JavaClass type) {
			String name = type.getPackageName();
			boolean ours = name.equals(this.root) || name.startsWith(this.root + ".");
			return ours ? SliceIdentifier.of(name) : SliceIdentifier.ignore();
		}

		@Override
		public String getDescription() {
			return "packages of " + this.root;
		}

	}

	/**
	 * Takes each top-level class, with the classes nested in it, as a part of its own.
	 */
	private static final class SlicePerTopLevelClass implements SliceAssignment {

		private final String pattern;

		private final PackageMatcher packages;

		SlicePerTopLevelClass(String pattern) {
			this.pattern = pattern;
			this.packages = PackageMatcher.of(pattern);
		}

		@Override
		public SliceIdentifier getIdentifierOf(JavaClass type) {
			JavaClass outermost = type.getBaseComponentType();
			while (outermost.getEnclosingClass().isPresent()) {
				outermost = outermost.getEnclosingClass().get();
			}
			boolean ours = this.packages.matches(outermost.getPackageName());
			return ours ? SliceIdentifier.of(outermost.getName()) : SliceIdentifier.ignore();
		}

		@Override
		public String getDescription() {
			return "top-level classes of " + this.pattern;
		}

	}

}
