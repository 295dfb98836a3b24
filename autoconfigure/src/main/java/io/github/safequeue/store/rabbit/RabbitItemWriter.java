/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.rabbit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.amqp.rabbit.support.RabbitExceptionTranslator;

import io.github.safequeue.store.OutgoingItem;
import io.github.safequeue.store.RefusedItemException;

/**
 * Writes the items of one queue, so that what is confirmed is not written again.
 * {@link #write} is called by one thread, {@link #writeOne} by any.
 */
final class RabbitItemWriter {

	private final String name;

	private final String queue;

	private final ConfirmingPublisher publisher;

	private final RabbitTopology topology;

	/** What is confirmed of the items that come again. */
	private final Set<String> confirmed = new HashSet<>();

	RabbitItemWriter(String name, String queue, ConfirmingPublisher publisher, RabbitTopology topology) {
		this.name = name;
		this.queue = queue;
		this.publisher = publisher;
		this.topology = topology;
	}

	/**
	 * Write items, and return when all of them are confirmed.
	 * @throws RefusedItemException if one is refused for its own sake
	 */
	void write(List<OutgoingItem> items) {
		this.confirmed.retainAll(items.stream().map(OutgoingItem::id).collect(Collectors.toSet()));
		List<OutgoingItem> left = items.stream().filter((item) -> !this.confirmed.contains(item.id())).toList();
		Throwable failure = publish(left);
		if (failure != null && ConfirmingPublisher.isRefusal(failure)) {
			writeEachAlone(items);
		}
		else if (failure != null) {
			throw failed(failure);
		}
		this.confirmed.clear();
	}

	private @Nullable Throwable publish(List<OutgoingItem> items) {
		List<RabbitMessage> messages = new ArrayList<>(items.size());
		items.forEach((item) -> messages.add(RabbitMessage.of(item, this.queue)));
		this.topology.declare();
		List<@Nullable Throwable> failures = this.publisher.publish(messages);
		Throwable first = null;
		for (int i = 0; i < failures.size(); i++) {
			Throwable failure = failures.get(i);
			if (failure == null) {
				this.confirmed.add(items.get(i).id());
			}
			else if (first == null) {
				first = failure;
			}
		}
		return first;
	}

	/** One of the items is refused, and the broker does not say which. */
	private void writeEachAlone(List<OutgoingItem> items) {
		for (int i = 0; i < items.size(); i++) {
			OutgoingItem item = items.get(i);
			if (!this.confirmed.contains(item.id())) {
				writeAlone(RabbitMessage.of(item, this.queue), i);
				this.confirmed.add(item.id());
			}
		}
	}

	private void writeAlone(RabbitMessage message, int index) {
		Throwable failure = this.publisher.publishAlone(message);
		if (failure != null && ConfirmingPublisher.isRefusal(failure)) {
			throw new RefusedItemException(this.name, index, failure);
		}
		if (failure != null) {
			throw failed(failure);
		}
	}

	/**
	 * Write a message, and return when it is confirmed.
	 * @throws RefusedItemException if it is refused for its own sake
	 */
	void writeOne(RabbitMessage message) {
		this.topology.declare();
		Throwable failure = this.publisher.publish(List.of(message)).get(0);
		if (failure != null && ConfirmingPublisher.isRefusal(failure)) {
			writeAlone(message, 0);
		}
		else if (failure != null) {
			throw failed(failure);
		}
	}

	/** The queue or the exchange may be gone: they are declared before the next item. */
	private RuntimeException failed(Throwable failure) {
		this.topology.forget();
		return RabbitExceptionTranslator.convertRabbitAccessException(failure);
	}

}
