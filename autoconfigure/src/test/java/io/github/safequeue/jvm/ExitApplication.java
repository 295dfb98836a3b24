/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.jvm;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.springframework.boot.ExitCodeGenerator;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.testing.Figures;
import io.github.safequeue.testing.ForkedJvm;

/**
 * Ends itself from within a handler, with items waiting. Arguments: the file, the
 * {@link Way}, and properties, among them a profile that names the kind of handler.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ ExitApplication.Single.class, ExitApplication.Keyed.class, ExitApplication.Batches.class })
class ExitApplication {

	static final int ITEMS = 20;

	static final int CODE = 7;

	static final int BATCH = 4;

	private static final int ENDING_ITEM = 3;

	private static final ExitCodeGenerator generator = () -> CODE;

	private static final AtomicInteger handled = new AtomicInteger();

	private static final CountDownLatch closing = new CountDownLatch(1);

	private static final CountDownLatch returned = new CountDownLatch(1);

	private final ConfigurableApplicationContext context;

	private final Way way;

	ExitApplication(ConfigurableApplicationContext context) {
		this.context = context;
		this.way = Way.valueOf(context.getEnvironment().getProperty("way", ""));
	}

	public static void main(String[] args) throws InterruptedException {
		SafeQueue<?>[] queue = new SafeQueue<?>[1];
		SpringApplication.getShutdownHandlers().add(() -> {
			if (args[1].contains("CLOSE")) {
				Figures.awaitNothingInFlight(queue[0]);
			}
			new Figures().put(queue[0]).put("seen handled", handled.get()).write(Path.of(args[0]));
		});
		ConfigurableApplicationContext context = new SpringApplication(ExitApplication.class).run(args);
		queue[0] = context.getBean(SafeQueueRegistry.class).find("orders").orElseThrow();
		fill(queue[0]);
		System.out.println("ready");
		returned.await();
	}

	@SuppressWarnings("unchecked")
	private static void fill(SafeQueue<?> queue) {
		for (int i = 1; i <= ITEMS; i++) {
			((SafeQueue<Order>) queue).offer(new Order(i, i % 2));
		}
		queue.resume();
	}

	@EventListener(ContextClosedEvent.class)
	void closed() {
		closing.countDown();
	}

	private void handle(Order order) throws InterruptedException {
		if (order.number() == ENDING_ITEM) {
			if (this.way.underSigterm()) {
				System.out.println("waiting for the signal");
				closing.await(ForkedJvm.LIMIT.toSeconds(), TimeUnit.SECONDS);
			}
			System.out.println("ending");
			this.way.end(this.context);
			returned.countDown();
		}
	}

	/** Where the application's exit code comes from. */
	@Bean
	ExitCodeGenerator exitCode() {
		return generator;
	}

	record Order(int number, int parity) {
	}

	@Profile("single")
	record Single(ExitApplication application) {

		@SafeQueueListener(queues = "orders", autoStartup = "false")
		void on(Order order) throws InterruptedException {
			this.application.handle(order);
			handled.incrementAndGet();
		}

	}

	@Profile("keyed")
	record Keyed(ExitApplication application) {

		@SafeQueueListener(queues = "orders", autoStartup = "false", key = "parity")
		void on(Order order) throws InterruptedException {
			this.application.handle(order);
			handled.incrementAndGet();
		}

	}

	@Profile("batches")
	record Batches(ExitApplication application) {

		@SafeQueueListener(queues = "orders", autoStartup = "false", batchSize = "" + BATCH)
		void on(List<Order> orders) throws InterruptedException {
			for (Order order : orders) {
				this.application.handle(order);
			}
			handled.addAndGet(orders.size());
		}

	}

	/**
	 * How the handler ends the application.
	 */
	enum Way {

		SYSTEM_EXIT, SPRING_EXIT_CLOSE, CLOSE, SYSTEM_EXIT_OF_SPRING_EXIT, SYSTEM_EXIT_UNDER_SIGTERM,
		SPRING_EXIT_CLOSE_UNDER_SIGTERM, CLOSE_UNDER_SIGTERM, RUNTIME_EXIT, STUCK_UNDER_SIGTERM;

		boolean underSigterm() {
			return name().endsWith("UNDER_SIGTERM");
		}

		/** Whether the handler goes on afterwards. */
		boolean returns() {
			return name().contains("CLOSE");
		}

		/** Whether the handler waits for the end of the JVM while the queue closes. */
		boolean endsTheJvmFirst() {
			return !returns() && this != SYSTEM_EXIT_OF_SPRING_EXIT;
		}

		void end(ConfigurableApplicationContext context) {
			switch (this) {
				case SYSTEM_EXIT, SYSTEM_EXIT_UNDER_SIGTERM -> System.exit(CODE);
				case RUNTIME_EXIT -> Runtime.getRuntime().exit(CODE);
				case SPRING_EXIT_CLOSE, SPRING_EXIT_CLOSE_UNDER_SIGTERM -> SpringApplication.exit(context);
				case CLOSE, CLOSE_UNDER_SIGTERM -> context.close();
				case STUCK_UNDER_SIGTERM -> stick();
				case SYSTEM_EXIT_OF_SPRING_EXIT -> System.exit(SpringApplication.exit(context));
			}
		}

		private static void stick() {
			for (;;) {
				LockSupport.parkNanos(1_000_000_000);
				Thread.interrupted();
			}
		}

	}

}
