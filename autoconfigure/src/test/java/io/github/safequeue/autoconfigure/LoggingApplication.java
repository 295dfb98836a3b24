/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import java.util.Iterator;
import java.util.stream.StreamSupport;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Logs while it runs and while it closes. Each argument that begins with {@code --} is a
 * property; {@code again} starts it a second time, {@code off} a second time without the
 * queue.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ SafeQueueAutoConfiguration.class })
class LoggingApplication {

	static final int LINES = 500;

	private static final Logger logger = (Logger) LoggerFactory.getLogger(LoggingApplication.class);

	public static void main(String[] args) {
		for (String arg : args) {
			if (arg.equals("again") || arg.equals("off")) {
				run(args).close();
				tellRoot("closed");
			}
		}
		boolean off = String.join(" ", args).endsWith("off");
		run(off ? new String[] { "--safequeue.logging.enabled=false" } : args);
	}

	private static ConfigurableApplicationContext run(String[] args) {
		SpringApplication application = new SpringApplication(LoggingApplication.class);
		application.setLogStartupInfo(false);
		ConfigurableApplicationContext context = application.run(args);
		tellRoot("running");
		for (int i = 0; i < LINES; i++) {
			logger.info("running {}", i);
		}
		return context;
	}

	/** Say what the root logger writes to. */
	private static void tellRoot(String when) {
		Iterator<Appender<ILoggingEvent>> appenders = ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME))
			.iteratorForAppenders();
		Iterable<Appender<ILoggingEvent>> all = () -> appenders;
		System.out.println(when + ": "
				+ StreamSupport.stream(all.spliterator(), false)
					.map((appender) -> appender.getClass().getSimpleName())
					.toList());
	}

	@Bean
	DisposableBean last() {
		return () -> {
			for (int i = 0; i < LINES; i++) {
				logger.info("closing {}", i);
			}
		};
	}

}
