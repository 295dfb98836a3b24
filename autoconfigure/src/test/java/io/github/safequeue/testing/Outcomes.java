/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.testing;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.github.safequeue.DeadLetter;
import io.github.safequeue.DeadLetterHandler;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.UndeliveredWork;
import io.github.safequeue.UndeliveredWorkHandler;
import io.github.safequeue.WorkHandler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Notes what became of each item: what its submitter was told, and how it ended.
 */
public final class Outcomes implements DeadLetterHandler, UndeliveredWorkHandler {

	private final Map<Object, Boolean> answers = new ConcurrentHashMap<>();

	private final Map<Object, List<String>> ends = new ConcurrentHashMap<>();

	private final Map<Object, Integer> inFlight = new ConcurrentHashMap<>();

	public <T> WorkHandler<T> handler() {
		return (item) -> handled(item);
	}

	/** Offer an item that was never offered before, and note the answer. */
	public <T> boolean offer(SafeQueue<T> queue, T item) {
		boolean accepted = queue.offer(item);
		answered(item, accepted);
		return accepted;
	}

	/** Note what the submitter of an item was told. */
	public void answered(Object item, boolean accepted) {
		this.answers.put(item, accepted);
	}

	public long accepted() {
		return this.answers.values().stream().filter((accepted) -> accepted).count();
	}

	public long refused() {
		return this.answers.size() - accepted();
	}

	public void handled(Object item) {
		end(item, "handled");
	}

	@Override
	public void onDeadLetter(DeadLetter<?> letter) {
		end(letter.item(), "failed");
	}

	@Override
	public void onUndelivered(UndeliveredWork work) {
		// A notice and not an end.
		boolean inFlight = work.reason() == UndeliveredWork.Reason.IN_FLIGHT;
		work.items().forEach((item) -> {
			if (inFlight) {
				this.inFlight.merge(item, 1, Integer::sum);
			}
			else {
				end(item, "undelivered");
			}
		});
	}

	private void end(Object item, String end) {
		this.ends.merge(item, List.of(end), (before, more) -> Stream.concat(before.stream(), more.stream()).toList());
	}

	public long count(String end) {
		return this.ends.values().stream().flatMap(List::stream).filter(end::equals).count();
	}

	/** Return whether an item was reported as being in flight when its queue closed. */
	public boolean wasInFlight(Object item) {
		return this.inFlight.containsKey(item);
	}

	/** Return how many accepted items came to no end. */
	public long lost() {
		return this.answers.entrySet()
			.stream()
			.filter((answer) -> answer.getValue() && !this.ends.containsKey(answer.getKey()))
			.count();
	}

	/**
	 * Each accepted item ended exactly once, each refused one never, and none was
	 * reported as being in flight twice.
	 */
	public void assertTrue() {
		this.answers.forEach((item, accepted) -> {
			List<String> ends = this.ends.getOrDefault(item, List.of());
			if (ends.size() != ((accepted) ? 1 : 0)) {
				fail("%s was %s and ended as %s", item, (accepted) ? "accepted" : "refused", ends);
			}
		});
		assertThat(this.inFlight.values()).as("notices").allMatch((count) -> count == 1);
		assertThat(this.ends.keySet().stream().filter((item) -> !this.answers.containsKey(item)))
			.as("ended without having been offered")
			.isEmpty();
	}

}
