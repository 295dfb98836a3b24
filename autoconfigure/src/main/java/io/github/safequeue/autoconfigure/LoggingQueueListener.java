/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.ConfigurableEnvironment;

import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.autoconfigure.properties.SafeQueueProperties;
import io.github.safequeue.autoconfigure.properties.SafeQueueProperties.Logging;
import io.github.safequeue.autoconfigure.properties.SafeQueuePropertiesValidator;
import io.github.safequeue.logback.RootAppenders;

/**
 * Puts a queue between the root logger and its appenders if {@code safequeue.logging}
 * says so: as soon as Boot has set up logging, and again at later steps of the start,
 * since others may set it up anew. Boot's shutdown of the logging system flushes the
 * queue. Where Boot is configured not to shut logging down, as in a servlet container,
 * closing the context gives the root logger its appenders back.
 */
final class LoggingQueueListener implements GenericApplicationListener {

	private static final String KEY = SafeQueueProperties.PREFIX + ".logging";

	private volatile @Nullable Logging settings;

	private volatile boolean flushedByBoot;

	@Override
	public boolean supportsEventType(ResolvableType type) {
		Class<?> event = type.toClass();
		return ApplicationEnvironmentPreparedEvent.class.isAssignableFrom(event)
				|| ApplicationPreparedEvent.class.isAssignableFrom(event)
				|| ApplicationReadyEvent.class.isAssignableFrom(event)
				|| ApplicationFailedEvent.class.isAssignableFrom(event)
				|| ContextClosedEvent.class.isAssignableFrom(event);
	}

	@Override
	public int getOrder() {
		return LoggingApplicationListener.DEFAULT_ORDER + 1;
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		if (event instanceof ApplicationEnvironmentPreparedEvent prepared) {
			read(prepared.getEnvironment());
		}
		Logging settings = this.settings;
		if (settings == null) {
			return;
		}
		boolean last = event instanceof ApplicationFailedEvent
				|| (event instanceof ContextClosedEvent closed && closed.getApplicationContext().getParent() == null);
		if (!last && !(event instanceof ContextClosedEvent)) {
			RootAppenders.wrap(new RootAppenders.Settings(settings.queueSize(), settings.discardingThreshold(),
					settings.flushTimeout(), settings.includeCallerData()));
		}
		else if (last && !this.flushedByBoot) {
			RootAppenders.unwrap();
		}
	}

	private void read(ConfigurableEnvironment environment) {
		Logging logging = Binder.get(environment).bindOrCreate(KEY, Logging.class);
		boolean enabled = logging.enabled() && SafeQueueProperties.isEnabled(environment);
		this.settings = enabled ? checked(logging) : null;
		this.flushedByBoot = environment.getProperty(LoggingApplicationListener.REGISTER_SHUTDOWN_HOOK_PROPERTY,
				Boolean.class, true);
	}

	private static Logging checked(Logging logging) {
		SafeQueuePropertiesValidator.validate(logging);
		if (!LogAppenders.LOGBACK || !RootAppenders.isInUse()) {
			throw new SafeQueueConfigurationException(null,
					"SafeQueue: '%s.enabled' is true, but the application does not log with Logback.".formatted(KEY),
					"Set it to false, or log with Logback (spring-boot-starter-logging).");
		}
		return logging;
	}

}
