/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.demo.page;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

import io.github.safequeue.DeadLetter;
import io.github.safequeue.DeadLetterHandler;
import io.github.safequeue.ItemIdentity;

/**
 * Remembers the latest dead letters of all queues, without their items, and has them
 * logged as they would be without it. Any thread.
 */
@Component
@Profile("demo")
class RecentDeadLetters implements DeadLetterHandler {

	private static final int ROOM = 10;

	private static final Logger logger = LoggerFactory.getLogger(RecentDeadLetters.class);

	private final Deque<DeadLetterView> latest = new ArrayDeque<>();

	private long number;

	@Override
	public void onDeadLetter(DeadLetter<?> letter) {
		logger.error("Queue '{}': {} failed for the last time (attempts: {})", letter.queue(),
				ItemIdentity.of(letter.item()), letter.attempts(), letter.cause());
		add(letter);
	}

	private synchronized void add(DeadLetter<?> letter) {
		this.latest.addFirst(DeadLetterView.of(++this.number, letter));
		if (this.latest.size() > ROOM) {
			this.latest.removeLast();
		}
	}

	synchronized List<DeadLetterView> latest() {
		return List.copyOf(this.latest);
	}

}
