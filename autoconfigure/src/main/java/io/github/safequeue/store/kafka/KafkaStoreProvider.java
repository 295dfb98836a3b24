/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.kafka;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.ProducerListener;

import io.github.safequeue.store.ItemStore;
import io.github.safequeue.store.StoreProvider;
import io.github.safequeue.store.StoredQueueSettings;

/**
 * Opens queues that are topics of Kafka. Nothing is connected before the first queue is
 * opened, and opening waits for no broker. Any thread.
 */
public final class KafkaStoreProvider implements StoreProvider, AutoCloseable {

	private final Supplier<KafkaClients> clients;

	private final Function<String, KafkaQueueSettings> queues;

	private @Nullable Admin admin;

	/** Whether a look into the broker that is still on its way comes too late. */
	private boolean closed;

	/**
	 * Create the provider.
	 * @param clients returns how to reach Kafka
	 * @param queues returns where Kafka keeps a queue, by the queue's name
	 */
	public KafkaStoreProvider(Supplier<KafkaClients> clients, Function<String, KafkaQueueSettings> queues) {
		this.clients = clients;
		this.queues = queues;
	}

	@Override
	public String type() {
		return "kafka";
	}

	@Override
	public ItemStore open(StoredQueueSettings queue) {
		KafkaClients clients = this.clients.get();
		KafkaQueueSettings settings = this.queues.apply(queue.name());
		DefaultKafkaProducerFactory<String, String> persistent = KafkaConfiguration.producers(clients.producers(),
				true);
		DefaultKafkaProducerFactory<String, String> limited = KafkaConfiguration.producers(clients.producers(), false);
		KafkaWriter writer = new KafkaWriter(queue.name(), settings.topic(), template(persistent), template(limited));
		KafkaReceiver receiver = null;
		if (queue.handled()) {
			ConsumerFactory<String, String> consumers = KafkaConfiguration.consumers(clients.consumers());
			Duration maxPollInterval = KafkaConfiguration.maxPollInterval(consumers);
			receiver = new KafkaReceiver(queue.name(), settings, consumers, maxPollInterval);
		}
		return new KafkaItemStore(queue.name(), settings, (name) -> this.queues.apply(name).topic(), writer,
				new KafkaTopics(queue.name(), settings, () -> admin(clients)), receiver, () -> {
					persistent.destroy();
					limited.destroy();
				});
	}

	private static KafkaTemplate<String, String> template(DefaultKafkaProducerFactory<String, String> producers) {
		KafkaTemplate<String, String> template = new KafkaTemplate<>(producers);
		// The default one logs what a record holds.
		template.setProducerListener(new ProducerListener<>() {
		});
		return template;
	}

	private synchronized Admin admin(KafkaClients clients) {
		if (this.closed) {
			throw new IllegalStateException("The store kafka is closed");
		}
		Admin admin = this.admin;
		if (admin == null) {
			admin = Admin.create(KafkaConfiguration.admin(clients.admin()));
			this.admin = admin;
		}
		return admin;
	}

	/** Release what the queues share. Called after the last of them is closed. */
	@Override
	public synchronized void close() {
		this.closed = true;
		if (this.admin != null) {
			this.admin.close(Duration.ofSeconds(1));
			this.admin = null;
		}
	}

}
