/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison.page;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

import io.github.safequeue.sample.comparison.ResultTable;
import io.github.safequeue.sample.comparison.Scenario;
import io.github.safequeue.sample.comparison.ScenarioResult;

/**
 * A runner of scenarios that go on until the test ends them.
 */
public final class ScenarioRunnerDouble implements ScenarioRunner {

	public static final ScenarioResult RESULT = new ScenarioResult(
			new ResultTable(List.of("", "no guard at all", "ArrayBlockingQueue.put", "SafeQueue.offer"), List.of(List
				.of("cleanups while main was inside", "1,999,997", "stopped after 0 of 10,000", "10,000 of 10,000"))),
			"0", "10,000", List.of());

	private volatile CountDownLatch end = new CountDownLatch(0);

	private volatile boolean failing;

	@Override
	public ScenarioResult run(Scenario scenario, BooleanSupplier stopped) throws InterruptedException {
		while (!this.end.await(10, TimeUnit.MILLISECONDS)) {
			if (stopped.getAsBoolean()) {
				throw new InterruptedException();
			}
		}
		if (this.failing) {
			throw new IllegalStateException("on purpose");
		}
		return RESULT;
	}

	public void hold() {
		this.end = new CountDownLatch(1);
	}

	public void end() {
		this.end.countDown();
	}

	public void fail() {
		this.failing = true;
	}

	public void reset() {
		this.failing = false;
		end();
	}

	/**
	 * Puts the double in the place of the real runner.
	 */
	@TestConfiguration(proxyBeanMethods = false)
	public static class Configuration {

		@Bean
		@Primary
		ScenarioRunnerDouble scenarioRunnerDouble() {
			return new ScenarioRunnerDouble();
		}

	}

}
