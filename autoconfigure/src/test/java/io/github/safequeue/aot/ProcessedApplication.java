/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.aot;

import java.util.concurrent.Callable;
import java.util.function.Consumer;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;

import io.github.safequeue.autoconfigure.SafeCleanerAutoConfiguration;
import io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration;

/**
 * An application that is processed ahead of time, compiled, and run from its generated
 * code. Tests that use it need
 * {@link org.springframework.core.test.tools.CompileWithForkedClassLoader}.
 */
final class ProcessedApplication {

	private final TestGenerationContext generated = new TestGenerationContext();

	private ApplicationContextInitializer<GenericApplicationContext> initializer = (context) -> {
	};

	/**
	 * Process an application, as a build does.
	 * @param configuration its configuration
	 * @param properties the properties of the build
	 */
	@SuppressWarnings("unchecked")
	ProcessedApplication(Class<?> configuration, String... properties) {
		ClassName name = duringBuild(() -> {
			try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
				TestPropertyValues.of(properties).applyTo(context);
				context.register(configuration, AutoConfigurations.class);
				return new ApplicationContextAotGenerator().processAheadOfTime(context, this.generated);
			}
		});
		this.generated.writeGeneratedContent();
		TestCompiler.forSystem()
			.with(this.generated)
			.compile((compiled) -> this.initializer = compiled.getInstance(ApplicationContextInitializer.class,
					name.toString()));
	}

	private static <T> T duringBuild(Callable<T> action) {
		System.setProperty(AbstractAotProcessor.AOT_PROCESSING, "true");
		try {
			return action.call();
		}
		catch (RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			System.clearProperty(AbstractAotProcessor.AOT_PROCESSING);
		}
	}

	/**
	 * Run the application from its generated code.
	 * @param test is given the running application
	 * @param properties the properties of this run
	 */
	void run(Consumer<GenericApplicationContext> test, String... properties) {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			TestPropertyValues.of(properties).applyTo(context);
			this.initializer.initialize(context);
			context.refresh();
			test.accept(context);
		}
	}

	RuntimeHints hints() {
		return this.generated.getRuntimeHints();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SafeQueueAutoConfiguration.class, SafeCleanerAutoConfiguration.class,
			TaskExecutionAutoConfiguration.class })
	static class AutoConfigurations {

	}

}
