/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.logback;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.util.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/**
 * Puts a queue between Logback's root logger and its appenders. While appenders change
 * places an event that is logged at that moment may be written twice, but is not lost.
 * Any thread.
 */
public final class RootAppenders {

	private static final String APPENDER_NAME = "logging";

	private RootAppenders() {
	}

	/**
	 * Return whether the application logs with Logback.
	 * @return whether it does
	 */
	public static boolean isInUse() {
		return LoggerFactory.getILoggerFactory() instanceof LoggerContext;
	}

	/**
	 * Move the root logger's appenders behind a queue; those that are there stay there.
	 * @param settings what to set up the queue with
	 */
	public static synchronized void wrap(Settings settings) {
		Logger root = root();
		if (root == null) {
			return;
		}
		List<Appender<ILoggingEvent>> bare = new ArrayList<>();
		root.iteratorForAppenders().forEachRemaining((appender) -> {
			if (!(appender instanceof SafeQueueAppender)) {
				bare.add(appender);
			}
		});
		if (bare.isEmpty()) {
			return;
		}
		SafeQueueAppender wrapper = wrapper(root);
		if (wrapper == null) {
			wrapper = create(root, settings, bare);
			root.addAppender(wrapper);
		}
		else {
			bare.forEach(wrapper::addAppender);
		}
		bare.forEach(root::detachAppender);
	}

	private static SafeQueueAppender create(Logger root, Settings settings, List<Appender<ILoggingEvent>> appenders) {
		SafeQueueAppender wrapper = new SafeQueueAppender();
		wrapper.setContext(root.getLoggerContext());
		wrapper.setName(APPENDER_NAME);
		wrapper.setQueueSize(settings.queueSize());
		wrapper.setFlushTimeout(Duration.buildByMilliseconds((double) settings.flushTimeout().toMillis()));
		wrapper.setIncludeCallerData(settings.includeCallerData());
		if (settings.discardingThreshold() != null) {
			wrapper.setDiscardingThreshold(settings.discardingThreshold());
		}
		appenders.forEach(wrapper::addAppender);
		wrapper.start();
		return wrapper;
	}

	/**
	 * Give the root logger back its appenders, once what waits is written.
	 */
	public static synchronized void unwrap() {
		Logger root = root();
		SafeQueueAppender wrapper = (root != null) ? wrapper(root) : null;
		if (root == null || wrapper == null) {
			return;
		}
		List<Appender<ILoggingEvent>> wrapped = new ArrayList<>();
		wrapper.iteratorForAppenders().forEachRemaining(wrapped::add);
		wrapped.forEach(root::addAppender);
		root.detachAppender(wrapper);
		wrapper.flush();
		wrapped.forEach(wrapper::detachAppender);
		wrapper.stop();
	}

	/**
	 * Return all appenders on queues, those that the application configured included.
	 * @return the appenders, each once
	 */
	public static Set<SafeQueueAppender> appenders() {
		Set<SafeQueueAppender> found = new LinkedHashSet<>();
		if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
			for (Logger logger : context.getLoggerList()) {
				Iterator<Appender<ILoggingEvent>> appenders = logger.iteratorForAppenders();
				while (appenders.hasNext()) {
					if (appenders.next() instanceof SafeQueueAppender appender) {
						found.add(appender);
					}
				}
			}
		}
		return found;
	}

	private static @Nullable Logger root() {
		ILoggerFactory factory = LoggerFactory.getILoggerFactory();
		return (factory instanceof LoggerContext context) ? context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) : null;
	}

	private static @Nullable SafeQueueAppender wrapper(Logger root) {
		return (root.getAppender(APPENDER_NAME) instanceof SafeQueueAppender wrapper && wrapper.isStarted()) ? wrapper
				: null;
	}

	/**
	 * What to set up the queue with.
	 *
	 * @param queueSize how many events may wait
	 * @param discardingThreshold free places below which events up to INFO are dropped,
	 * or {@code null} for a fifth of the queue's size
	 * @param flushTimeout how long events that wait are written when logging stops
	 * @param includeCallerData whether to take caller data
	 */
	public record Settings(int queueSize, @Nullable Integer discardingThreshold, java.time.Duration flushTimeout,
			boolean includeCallerData) {
	}

}
