/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;

/**
 * Marks a method as the handler of a queue and declares the queue:
 * {@code void on(Order order)}, or {@code void on(List<Order> orders)} for batches, each
 * with an optional {@link WorkContext} parameter. The queue is injected as
 * {@code SafeQueue<Order>}.
 *
 * <p>
 * {@code ${...}} is resolved in every attribute. A property
 * {@code safequeue.queues.<name>.*} wins over an attribute, and an attribute over
 * {@code safequeue.defaults.*}.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface SafeQueueListener {

	/**
	 * The names of the queues. Alias for {@link #queues()}.
	 * @return the names
	 */
	@AliasFor("queues")
	String[] value() default {};

	/**
	 * The names of the queues.
	 * @return the names
	 */
	@AliasFor("value")
	String[] queues() default {};

	/**
	 * How many calls of the method may run at a time. With a {@link #key()}, items of
	 * different keys are handled on up to that many threads, none waiting behind another
	 * key while a thread is free.
	 * @return a whole number from 1
	 */
	String concurrency() default "";

	/**
	 * How many items a batch holds at most, for methods that take a list. Without a size,
	 * here or by properties, each list holds one item, and a WARN at start-up says so.
	 * @return a whole number from 1
	 */
	String batchSize() default "";

	/**
	 * The property of the item whose value is its key, such as {@code customerId} or
	 * {@code customer.id}. Items of one key are handled in order and never at the same
	 * time. An item that waits for its next attempt keeps its key, and no thread.
	 * @return the path of the property
	 */
	String key() default "";

	/**
	 * Whether the queue handles as soon as the context has started.
	 * @return {@code true} or {@code false}
	 */
	String autoStartup() default "";

	/**
	 * The names of beans that the method reaches in ways that Spring does not record,
	 * such as a look-up. They are destroyed after the queue has drained.
	 * @return the names of beans
	 */
	String[] dependsOn() default {};

}
