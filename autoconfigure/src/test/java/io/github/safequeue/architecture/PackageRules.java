package io.github.safequeue.architecture;

import java.util.ServiceLoader;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.jspecify.annotations.NullMarked;

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

	static ArchRule onlyTheEngineKnowsJcTools(String root) {
		return onlyOnePackageKnows(root, "engine", "org.jctools..");
	}

	static ArchRule onlyTheLogbackAdapterKnowsLogback(String root) {
		return onlyOnePackageKnows(root, "logback", "ch.qos.logback..");
	}

	static ArchRule theEngineKnowsNoSpringContainer(String root) {
		return noClasses().that()
			.resideInAPackage(PackageTable.pattern(root, "engine"))
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.beans..", "org.springframework.context..",
					"org.springframework.boot..")
			.allowEmptyShould(true);
	}

	static ArchRule nothingKnowsTheAutoConfigurations(String root) {
		return noClasses().that()
			.resideOutsideOfPackage(PackageTable.pattern(root, "autoconfigure"))
			.should()
			.dependOnClassesThat()
			.resideInAPackage(PackageTable.pattern(root, "autoconfigure"))
			.allowEmptyShould(true);
	}

	static ArchRule theEnginesClassesAreHidden(String root) {
		return classes().that()
			.resideInAPackage(PackageTable.pattern(root, "engine"))
			.and()
			.areTopLevelClasses()
			.and()
			.areNotInterfaces()
			.and()
			.areNotRecords()
			.and()
			.areNotEnums()
			.and()
			// What adapters extend; it has no method of its own.
			.doNotHaveSimpleName("PreallocatedEntry")
			.and()
			.doNotHaveSimpleName("ManagedQueues")
			.and()
			// A service is public; it has no method of its own.
			.doNotHaveSimpleName("EngineBuilderFactory")
			.should()
			.notBePublic()
			.allowEmptyShould(true);
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

}
