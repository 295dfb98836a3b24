/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.metaAnnotatedWith;
import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

/**
 * Spring Boot's own rules for auto-configurations. Each takes the root package, so that
 * one rule can judge the library and its bad examples.
 */
final class AutoConfigurationRules {

	private AutoConfigurationRules() {
	}

	static ArchRule autoConfigurationsAreFinal(String root) {
		return classes().that()
			.resideInAPackage(root + "..")
			.and()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.haveModifier(JavaModifier.FINAL)
			.allowEmptyShould(true);
	}

	static ArchRule configurationsHavePackagePrivateMethods(String root) {
		return methods().that()
			.areDeclaredInClassesThat(resideIn(root).and(metaAnnotatedWith(Configuration.class)))
			.and(not(modifier(JavaModifier.PRIVATE)))
			.and(not(modifier(JavaModifier.SYNTHETIC)))
			.should()
			.bePackagePrivate()
			.allowEmptyShould(true);
	}

	static ArchRule beanMethodsHaveNoClassConditions(String root) {
		return methods().that()
			.areDeclaredInClassesThat(resideIn(root))
			.and()
			.areAnnotatedWith(Bean.class)
			.should()
			.notBeAnnotatedWith(ConditionalOnClass.class)
			.because("the method's signature would be read before the condition")
			.allowEmptyShould(true);
	}

	static ArchRule postProcessorBeanMethodsAreStatic(String root) {
		return methods().that()
			.areDeclaredInClassesThat(resideIn(root))
			.and()
			.areAnnotatedWith(Bean.class)
			.and()
			.haveRawReturnType(assignableTo(BeanPostProcessor.class).or(assignableTo(BeanFactoryPostProcessor.class)))
			.should()
			.beStatic()
			.because("a post-processor must not create the configuration's bean early")
			.allowEmptyShould(true);
	}

	private static DescribedPredicate<JavaClass> resideIn(String root) {
		return JavaClass.Predicates.resideInAPackage(root + "..");
	}

}
