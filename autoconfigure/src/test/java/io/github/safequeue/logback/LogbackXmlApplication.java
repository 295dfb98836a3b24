/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.logback;

import java.net.URI;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import org.slf4j.LoggerFactory;

/**
 * An application that knows Logback and no Spring. Logs before and after its
 * configuration is read anew, and ends without a word to Logback.
 */
final class LogbackXmlApplication {

	private LogbackXmlApplication() {
	}

	public static void main(String[] args) throws Exception {
		Logger logger = (Logger) LoggerFactory.getLogger("app");
		LoggerContext context = logger.getLoggerContext();
		SafeQueueAppender appender = find(context);
		System.out.println("size " + appender.getQueueSize() + ", flush " + appender.getFlushTimeout().getMilliseconds()
				+ ", threshold " + appender.getDiscardingThreshold() + ", caller " + appender.isIncludeCallerData());
		for (int i = 0; i < 300; i++) {
			logger.info("first {}", i);
		}
		context.reset();
		JoranConfigurator configurator = new JoranConfigurator();
		configurator.setContext(context);
		configurator.doConfigure(URI.create(System.getProperty("logback.configurationFile")).toURL());
		System.out.println("stopped " + !appender.isStarted() + ", anew " + (find(context) != appender));
		for (int i = 0; i < 300; i++) {
			logger.info("second {}", i);
		}
	}

	private static SafeQueueAppender find(LoggerContext context) {
		return (SafeQueueAppender) context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender("ASYNC");
	}

}
