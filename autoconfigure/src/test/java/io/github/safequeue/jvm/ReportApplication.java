/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.jvm;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import jakarta.annotation.PostConstruct;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Profile;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.SafeQueueState;
import io.github.safequeue.testing.Figures;

/**
 * Leaves something to be told when the JVM ends. Arguments: the file, and a profile that
 * names what.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ ReportApplication.ExitInConstructor.class, ReportApplication.ExitInPostConstruct.class })
class ReportApplication {

	static final int ITEMS = 5;

	static final int CODE = 3;

	public static void main(String[] args) {
		// Runs behind the report.
		SpringApplication.getShutdownHandlers().add(() -> new Figures().put("reached", 1).write(Path.of(args[0])));
		new SpringApplication(ReportApplication.class).run(args);
	}

	@SafeQueueListener("orders")
	void on(Integer item) {
	}

	private static void submit(SafeQueue<Integer> queue) {
		for (int i = 0; i < ITEMS; i++) {
			queue.offer(i);
		}
	}

	private static void submitOnceClosed(SafeQueue<Integer> queue) {
		while (queue.state() != SafeQueueState.CLOSED) {
			LockSupport.parkNanos(1_000_000);
		}
		submit(queue);
	}

	@Bean
	@Profile("shutdown-handler")
	ApplicationRunner submitsInShutdownHandler(SafeQueue<Integer> queue) {
		return (args) -> SpringApplication.getShutdownHandlers().add(() -> submit(queue));
	}

	@Bean
	@Profile("early-shutdown-handler")
	ApplicationRunner submitsInEarlyShutdownHandler(ObjectProvider<SafeQueue<Integer>> queue) {
		AtomicReference<SafeQueue<Integer>> later = new AtomicReference<>();
		SpringApplication.getShutdownHandlers().add(() -> submit(later.get()));
		return (args) -> later.set(queue.getObject());
	}

	@Bean
	@Profile("shutdown-hook")
	ApplicationRunner submitsInShutdownHook(SafeQueue<Integer> queue) {
		CountDownLatch submitted = new CountDownLatch(1);
		return (args) -> {
			// Hooks run at the same time; the report waits for this one here.
			SpringApplication.getShutdownHandlers().add(() -> await(submitted));
			Runtime.getRuntime().addShutdownHook(new Thread(() -> {
				submitOnceClosed(queue);
				submitted.countDown();
			}));
		};
	}

	@Bean
	@Profile("broken-log")
	ApplicationRunner breaksTheLog() {
		return (args) -> ((LoggerContext) LoggerFactory.getILoggerFactory()).addTurboFilter(new ThrowingFilter());
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Profile("constructor")
	static class ExitInConstructor {

		ExitInConstructor(SafeQueue<Integer> queue) {
			submit(queue);
			System.exit(CODE);
		}

	}

	@Profile("post-construct")
	static class ExitInPostConstruct {

		private final SafeQueue<Integer> queue;

		ExitInPostConstruct(SafeQueue<Integer> queue) {
			this.queue = queue;
		}

		@PostConstruct
		void start() {
			submit(this.queue);
			System.exit(CODE);
		}

	}

	/** A log that breaks as soon as the queue reports. */
	private static final class ThrowingFilter extends TurboFilter {

		@Override
		public FilterReply decide(@Nullable Marker marker, Logger logger, Level level, @Nullable String format,
				Object @Nullable [] params, @Nullable Throwable ex) {
			if (logger.getName().equals(SafeQueue.class.getName())) {
				throw new LinkageError("The log is broken");
			}
			return FilterReply.NEUTRAL;
		}

	}

}
