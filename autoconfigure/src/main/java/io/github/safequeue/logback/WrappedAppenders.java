/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.logback;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.spi.AppenderAttachable;
import org.jspecify.annotations.Nullable;

/**
 * The appenders that write what the queue hands over. Unlike Logback's own list it gives
 * an event to all of them, whatever one of them throws. Any thread.
 */
final class WrappedAppenders implements AppenderAttachable<ILoggingEvent> {

	private final List<Appender<ILoggingEvent>> appenders = new CopyOnWriteArrayList<>();

	/**
	 * Give an event to all appenders.
	 * @param event the event
	 * @return what the first of those that failed threw, or {@code null}
	 */
	@Nullable Throwable append(ILoggingEvent event) {
		Throwable failure = null;
		for (Appender<ILoggingEvent> appender : this.appenders) {
			try {
				appender.doAppend(event);
			}
			catch (Throwable ex) {
				failure = (failure != null) ? failure : ex;
			}
		}
		return failure;
	}

	boolean isEmpty() {
		return this.appenders.isEmpty();
	}

	@Override
	public void addAppender(Appender<ILoggingEvent> appender) {
		if (!isAttached(appender)) {
			this.appenders.add(appender);
		}
	}

	@Override
	public Iterator<Appender<ILoggingEvent>> iteratorForAppenders() {
		return this.appenders.iterator();
	}

	@Override
	public @Nullable Appender<ILoggingEvent> getAppender(@Nullable String name) {
		return this.appenders.stream()
			.filter((appender) -> name != null && name.equals(appender.getName()))
			.findFirst()
			.orElse(null);
	}

	@Override
	public boolean isAttached(Appender<ILoggingEvent> appender) {
		return this.appenders.contains(appender);
	}

	@Override
	public void detachAndStopAllAppenders() {
		List<Appender<ILoggingEvent>> all = List.copyOf(this.appenders);
		this.appenders.removeAll(all);
		all.forEach(Appender::stop);
	}

	@Override
	public boolean detachAppender(Appender<ILoggingEvent> appender) {
		return this.appenders.remove(appender);
	}

	@Override
	public boolean detachAppender(@Nullable String name) {
		Appender<ILoggingEvent> appender = getAppender(name);
		return appender != null && detachAppender(appender);
	}

}
