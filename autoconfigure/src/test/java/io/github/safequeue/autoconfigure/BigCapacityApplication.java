/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/**
 * Starts with what its arguments say.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration(SafeQueueAutoConfiguration.class)
class BigCapacityApplication {

	public static void main(String[] args) {
		SpringApplication.run(BigCapacityApplication.class, args);
	}

}
