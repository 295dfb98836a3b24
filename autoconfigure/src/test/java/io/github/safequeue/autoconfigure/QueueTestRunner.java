/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import java.time.Duration;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.safequeue.SafeQueue;

/**
 * What tests of queues in a context have in common.
 */
public final class QueueTestRunner {

	/** How long a test waits for what has to come. */
	public static final Duration LIMIT = Duration.ofSeconds(30);

	private QueueTestRunner() {
	}

	public static ApplicationContextRunner create() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SafeQueueAutoConfiguration.class));
	}

	@SuppressWarnings("unchecked")
	public static <T> SafeQueue<T> queue(BeanFactory beans, String name) {
		return beans.getBean(name, SafeQueue.class);
	}

	/** Wait until all that was accepted is settled. */
	public static void settle(SafeQueue<?> queue) {
		try {
			if (!queue.awaitQuiescence(LIMIT)) {
				throw new AssertionError("Not settled: " + queue.snapshot());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

}
