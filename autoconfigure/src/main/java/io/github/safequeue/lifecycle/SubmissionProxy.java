/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle;

import io.github.safequeue.lifecycle.destruction.BeanGraph;

/**
 * A bean that stands for a queue: a bean that is given it submits to that queue by
 * calling it.
 *
 * @param bean the bean's name
 * @param queue the queue's name
 * @param reached whether what is submitted runs in the bean itself, as with
 * {@code @Async} methods, so that the bean must outlive the drain
 */
public record SubmissionProxy(String bean, String queue, boolean reached) {

	/**
	 * Stands for the application's events: a bean that is given an
	 * {@link org.springframework.context.ApplicationEventPublisher} submits to that queue
	 * by publishing.
	 */
	public static final String EVENTS = BeanGraph.EVENTS;

}
