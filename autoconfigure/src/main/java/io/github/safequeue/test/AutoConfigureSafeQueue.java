/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.PropertyMapping;

/**
 * Put on a test class to have a {@link SafeQueueTester} bean, and queues without workers:
 * the test handles their items one by one. Test contexts are cached apart for each mode.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
@PropertyMapping("safequeue.test")
public @interface AutoConfigureSafeQueue {

	/**
	 * Return what handles the items of all queues of the test's context.
	 * @return the mode
	 */
	QueueMode mode() default QueueMode.MANUAL;

}
