/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

import jakarta.annotation.PostConstruct;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.faults.EndingNotes.Order;

/**
 * Ends at one {@link EndingMoment} of its life, in one {@link Ending way}, and submits
 * before and after. Its notes are written behind all that Boot does when the JVM ends.
 * Arguments: the file, moment, way, and properties.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ EndingApplication.Definitions.class, EndingApplication.Early.class, EndingApplication.Orders.class,
		EndingApplication.Commands.class, EndingApplication.Late.class })
class EndingApplication {

	static final int ITEMS = 100;

	/** The item whose handler call ends the application, if a handler does. */
	private static final int ENDING_ITEM = 3;

	/** The item whose handler call waits for the test, if it asks for that. */
	private static final int HELD_ITEM = 50;

	private static final CountDownLatch jvmEnds = new CountDownLatch(1);

	private static final CountDownLatch closing = new CountDownLatch(1);

	private static final CountDownLatch reached = new CountDownLatch(1);

	private static final CountDownLatch over = new CountDownLatch(1);

	private final ConfigurableApplicationContext context;

	private final EndingMoment moment;

	private final Ending way;

	EndingApplication(ConfigurableApplicationContext context, SafeQueue<Order> orders) {
		this.context = context;
		this.moment = context.getEnvironment().getRequiredProperty("moment", EndingMoment.class);
		this.way = context.getEnvironment().getRequiredProperty("way", Ending.class);
		EndingNotes.queue(orders);
	}

	public static void main(String[] args) {
		EndingMoment moment = EndingMoment.valueOf(args[1]);
		int leftBehind = (moment.isInHandler() && args[2].startsWith("SYSTEM")) ? 1 : 0;
		// The first to be added runs last.
		SpringApplication.getShutdownHandlers().add(() -> EndingNotes.write(Path.of(args[0]), leftBehind));
		Runtime.getRuntime().addShutdownHook(new Thread(jvmEnds::countDown));
		ConfigurableApplicationContext context = new SpringApplication(EndingApplication.class).run(args);
		switch (moment) {
			case MAIN -> context.getBean(EndingApplication.class).reach(EndingMoment.MAIN);
			case HANDLER_WHILE_CLOSING -> {
				Ending.await(reached);
				context.close();
			}
			case HANDLER -> {
				EndingNotes.submit(ITEMS);
				Ending.await(over);
			}
			case OTHER_HANDLER, LISTENER_OF_HANDLER -> Ending.await(over);
			default -> {
				// Was reached already.
			}
		}
	}

	private void reach(EndingMoment moment) {
		if (moment != this.moment) {
			return;
		}
		EndingNotes.submit(ITEMS);
		System.out.println("reached");
		reached.countDown();
		if (moment == EndingMoment.HANDLER_WHILE_CLOSING) {
			Ending.await(closing);
		}
		if (this.context.getEnvironment().containsProperty("signal-first")) {
			Ending.await(jvmEnds);
		}
		this.way.end(this.context, jvmEnds);
		EndingNotes.submit(ITEMS);
		over.countDown();
	}

	@EventListener(ContextRefreshedEvent.class)
	void refreshed() {
		reach(EndingMoment.CONTEXT_REFRESHED);
	}

	@EventListener(ApplicationReadyEvent.class)
	void ready() {
		reach(EndingMoment.APPLICATION_READY);
	}

	@EventListener(ContextClosedEvent.class)
	void closed() {
		closing.countDown();
	}

	@EventListener(Order.class)
	void published() {
		reach(EndingMoment.LISTENER_OF_HANDLER);
	}

	@Bean
	ApplicationRunner runner(SafeQueue<String> commands) {
		return (args) -> {
			reach(EndingMoment.RUNNER);
			commands.offer("end");
		};
	}

	/** Keeps the refresh waiting for the end of the JVM before there are beans. */
	record Definitions(Environment environment) implements ImportSelector {

		@Override
		public String[] selectImports(AnnotationMetadata metadata) {
			if (this.environment.containsProperty("signal-early")) {
				System.out.println("early");
				Ending.await(jvmEnds);
			}
			return new String[0];
		}

	}

	record Early(EndingApplication application) {

		@PostConstruct
		void start() {
			this.application.reach(EndingMoment.POST_CONSTRUCT_BEFORE_HANDLER);
		}

	}

	record Orders(EndingApplication application, Environment environment) {

		@SafeQueueListener("orders")
		void on(Order order) {
			if (order.number() == ENDING_ITEM) {
				this.application.reach(EndingMoment.HANDLER);
				this.application.reach(EndingMoment.HANDLER_AFTER_FAILED_REFRESH);
			}
			if (order.number() == HELD_ITEM) {
				hold();
			}
			LockSupport.parkNanos(3_000_000);
			EndingNotes.outcomes.handled(order);
		}

		private void hold() {
			String gate = this.environment.getProperty("gate");
			if (gate != null) {
				Ending.await(closing);
				System.out.println("draining");
				while (!Files.exists(Path.of(gate))) {
					LockSupport.parkNanos(1_000_000);
				}
			}
		}

	}

	record Commands(EndingApplication application) {

		@SafeQueueListener("commands")
		void on(String command) {
			this.application.reach(EndingMoment.OTHER_HANDLER);
			this.application.reach(EndingMoment.HANDLER_WHILE_CLOSING);
			this.application.context.publishEvent(new Order(-1));
		}

	}

	record Late(EndingApplication application, Orders orders) {

		@PostConstruct
		void start() {
			this.application.reach(EndingMoment.POST_CONSTRUCT);
			if (this.application.moment == EndingMoment.HANDLER_AFTER_FAILED_REFRESH) {
				EndingNotes.submit(ITEMS);
				throw new IllegalStateException("thrown on purpose");
			}
		}

	}

}
