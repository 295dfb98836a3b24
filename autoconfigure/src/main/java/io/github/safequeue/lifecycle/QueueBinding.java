/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.WorkHandler;
import io.github.safequeue.engine.ManagedQueueBuilder;

/**
 * Which bean handles a queue.
 *
 * @param queue the queue's name
 * @param handlerBean the name of the bean that handles its items
 * @param itemType the type of item that the handler takes, or {@code null} if unknown
 * @param handler makes the handler from that bean, proxied as it may be
 * @param dependsOn further beans that the handler reaches
 * @param description names the handler in messages
 * @param settings what it sets on the queue's builder
 */
public record QueueBinding(String queue, String handlerBean, @Nullable Class<?> itemType,
		Function<Object, WorkHandler<?>> handler, List<String> dependsOn, String description,
		Consumer<ManagedQueueBuilder> settings) {
}
