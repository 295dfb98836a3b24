/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.rabbit;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.amqp.AmqpException;

import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.store.BoundedClosing;
import io.github.safequeue.store.ItemStore;
import io.github.safequeue.store.StoreProvider;
import io.github.safequeue.store.StoredQueueSettings;

/**
 * Opens queues in RabbitMQ. The broker is not asked for anything before the first queue
 * is opened, and may be down then. Any thread.
 */
public final class RabbitStoreProvider implements StoreProvider, AutoCloseable {

	/** How long a broker that does not answer delays the closing of the application. */
	private static final Duration CLOSING = Duration.ofMillis(500);

	private final Supplier<StoreConnections> connections;

	private final Function<String, RabbitQueueSettings> queues;

	private @Nullable Open open;

	/**
	 * Create the provider.
	 * @param connections returns how to connect, called once
	 * @param queues returns the settings of a queue by its name
	 */
	public RabbitStoreProvider(Supplier<StoreConnections> connections, Function<String, RabbitQueueSettings> queues) {
		this.connections = connections;
		this.queues = queues;
	}

	@Override
	public String type() {
		return "rabbit";
	}

	@Override
	public synchronized ItemStore open(StoredQueueSettings queue) {
		RabbitQueueSettings settings = this.queues.apply(queue.name());
		check(queue, settings);
		Open opened = this.open;
		if (opened == null) {
			StoreConnections connections = this.connections.get();
			opened = new Open(connections, new ConfirmingPublisher(connections.factory()));
			this.open = opened;
		}
		RabbitTopology topology = new RabbitTopology(opened.connections().factory(), queue.name(), settings);
		try {
			topology.declare();
		}
		catch (AmqpException ex) {
			// The broker is down: the queue's health says so, and it is declared later.
		}
		return new RabbitItemStore(queue, settings, topology, opened.publisher(),
				new RabbitReceiver(opened.connections().factory(), settings, queue),
				(name) -> this.queues.apply(name).queue());
	}

	private static void check(StoredQueueSettings queue, RabbitQueueSettings settings) {
		if (queue.keyed() && !settings.singleActiveConsumer()) {
			throw new SafeQueueConfigurationException(queue.name(),
					("Queue '%s' has a key and the store 'rabbit': RabbitMQ keeps the items of a key in order only where"
							+ " one consumer of all instances gets them at a time.")
						.formatted(queue.name()),
					("Set safequeue.queues.%s.rabbit.single-active-consumer=true, use the store kafka or jdbc, or remove"
							+ " the key.")
						.formatted(queue.name()));
		}
	}

	/** Close what was opened for the store alone. */
	@Override
	public synchronized void close() {
		Open opened = this.open;
		if (opened != null) {
			this.open = null;
			BoundedClosing.run("safequeue-rabbit-closing", CLOSING, () -> {
				opened.publisher().close();
				opened.connections().onClose().run();
			});
		}
	}

	/**
	 * What is open.
	 *
	 * @param connections how to connect
	 * @param publisher publishes for all queues
	 */
	private record Open(StoreConnections connections, ConfirmingPublisher publisher) {
	}

}
