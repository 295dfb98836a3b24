/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.DeadLetter;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueueConfigurationException;

/**
 * Keeps the owner's settings, where the user's builder reads them when it builds.
 */
final class DefaultManagedQueueBuilder implements ManagedQueueBuilder, DefaultQueueBuilder.Owner {

	private final Consumer<ManagedQueueBuilder> beforeBuild;

	private final DefaultQueueBuilder settings = new DefaultQueueBuilder(this);

	private boolean manual;

	private Predicate<DeadLetter<?>> deadLetterTarget = (letter) -> false;

	private @Nullable BiPredicate<String, DeadLetter<?>> deadLetterRouter;

	private Consumer<ManagedQueue<?>> afterBuild = (queue) -> {
	};

	private Function<ManagedQueueBuilder, @Nullable ManagedQueue<?>> assembly = (builder) -> null;

	private boolean preparing;

	DefaultManagedQueueBuilder(Consumer<ManagedQueueBuilder> beforeBuild) {
		this.beforeBuild = beforeBuild;
	}

	@Override
	public SafeQueueBuilder settings() {
		return this.settings;
	}

	@Override
	public ManagedQueueBuilder manual() {
		this.manual = true;
		return this;
	}

	@Override
	public boolean isManual() {
		return this.manual;
	}

	@Override
	public ManagedQueueBuilder classLoader(ClassLoader classLoader) {
		this.settings.classLoader(classLoader);
		return this;
	}

	@Override
	public ManagedQueueBuilder deadLetterTarget(Predicate<DeadLetter<?>> target) {
		this.deadLetterTarget = this.settings.required(target, "target");
		return this;
	}

	@Override
	public Predicate<DeadLetter<?>> deadLetterTarget() {
		return this.deadLetterTarget;
	}

	@Override
	public ManagedQueueBuilder deadLetterRouter(BiPredicate<String, DeadLetter<?>> router) {
		this.deadLetterRouter = this.settings.required(router, "router");
		return this;
	}

	@Override
	public @Nullable BiPredicate<String, DeadLetter<?>> deadLetterRouter() {
		return this.deadLetterRouter;
	}

	@Override
	public ManagedQueueBuilder afterBuild(Consumer<ManagedQueue<?>> action) {
		this.afterBuild = this.settings.required(action, "action");
		return this;
	}

	@Override
	public ManagedQueueBuilder assembly(Function<ManagedQueueBuilder, @Nullable ManagedQueue<?>> assembly) {
		this.assembly = this.settings.required(assembly, "assembly");
		return this;
	}

	@Override
	public @Nullable ManagedQueue<?> assemble() {
		return this.assembly.apply(this);
	}

	@Override
	public ManagedQueueBuilder part(String threads, boolean reported) {
		DefaultManagedQueueBuilder part = new DefaultManagedQueueBuilder((building) -> {
		});
		part.manual = this.manual;
		part.deadLetterTarget = this.deadLetterTarget;
		part.settings.copy(this.settings, threads, reported);
		return part;
	}

	@Override
	public HandlingSettings handling() {
		return this.settings.handling();
	}

	@Override
	public @Nullable String store() {
		return this.settings.store();
	}

	@Override
	public ManagedQueueBuilder withoutKey() {
		this.settings.withoutKey();
		return this;
	}

	@Override
	public ManagedQueueBuilder unobserved() {
		this.settings.unobserved();
		return this;
	}

	@Override
	public ManagedQueueBuilder capturing(Supplier<@Nullable Object> capture) {
		this.settings.capturing(capture);
		return this;
	}

	@Override
	public ManagedQueueBuilder withoutHandlerTimeout() {
		this.settings.withoutHandlerTimeout();
		return this;
	}

	@Override
	public @Nullable Class<?> itemType() {
		return this.settings.itemType();
	}

	@Override
	public ManagedQueueBuilder batchSize(int batchSize) {
		this.settings.batchSize(batchSize);
		return this;
	}

	@Override
	public int batchSize() {
		return this.settings.batchSize();
	}

	@Override
	public ManagedQueueBuilder withoutDeadLetterQueue() {
		this.settings.withoutDeadLetterQueue();
		return this;
	}

	@Override
	public ManagedQueueBuilder withoutRetry() {
		this.settings.withoutRetry();
		return this;
	}

	@Override
	public void prepare() {
		if (this.preparing) {
			throw new SafeQueueConfigurationException(this.settings.name(),
					"%s: a customizer builds the queue.".formatted(this.settings.subject()),
					"Do not call build() in a SafeQueueCustomizer: the queue is built after it.");
		}
		this.preparing = true;
		try {
			this.beforeBuild.accept(this);
		}
		finally {
			this.preparing = false;
		}
	}

	@Override
	public void built(ManagedQueue<?> queue) {
		try {
			this.afterBuild.accept(queue);
		}
		catch (Throwable ex) {
			queue.close();
			throw ex;
		}
	}

}
