/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.executor;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.IntConsumer;

import org.springframework.core.task.TaskRejectedException;

/**
 * Notes what was reported to callers of each task, and what became of it. Any thread.
 */
final class TaskOutcomes {

	static final int TASKS = 20;

	private final ConcurrentMap<Integer, String> ends = new ConcurrentHashMap<>();

	private final ConcurrentMap<Integer, String> answers = new ConcurrentHashMap<>();

	/** Submit all tasks and note each answer. */
	void submitAll(IntConsumer submit) {
		for (int number = 0; number < TASKS; number++) {
			String answer = "accepted";
			try {
				submit.accept(number);
			}
			catch (TaskRejectedException ex) {
				answer = "refused";
			}
			catch (RuntimeException ex) {
				answer = "failed: " + ex;
			}
			this.answers.put(number, answer);
		}
	}

	void completed(int number, boolean alive) {
		this.ends.merge(number, (alive) ? "completed" : "completed on a destroyed bean", (first, more) -> "run twice");
	}

	void interrupted(int number) {
		this.ends.merge(number, "interrupted", (first, more) -> "run twice");
	}

	/** What is known by now. */
	Outcome outcome() {
		Map<Integer, String> ends = Map.copyOf(this.ends);
		return new Outcome(count(this.answers, "accepted"), count(this.answers, "refused"), count(ends, "completed"),
				count(ends, "completed on a destroyed bean"), count(ends, "interrupted"),
				this.answers.size() - count(this.answers, "accepted") - count(this.answers, "refused"));
	}

	private static int count(Map<Integer, String> map, String value) {
		return (int) map.values().stream().filter(value::equals).count();
	}

	/**
	 * What became of some tasks.
	 *
	 * @param accepted whose caller was told nothing else
	 * @param refused whose caller got a {@link TaskRejectedException}
	 * @param completed that ran to their end while all beans they use were alive
	 * @param onDestroyed that ran to their end on a destroyed bean
	 * @param interrupted that were begun and not completed
	 * @param failed whose caller got another exception
	 */
	record Outcome(int accepted, int refused, int completed, int onDestroyed, int interrupted, int failed) {

		static final Outcome NONE = new Outcome(0, 0, 0, 0, 0, 0);

		Outcome plus(Outcome more) {
			return new Outcome(this.accepted + more.accepted, this.refused + more.refused,
					this.completed + more.completed, this.onDestroyed + more.onDestroyed,
					this.interrupted + more.interrupted, this.failed + more.failed);
		}

		/** Accepted, and neither completed nor refused. */
		int lost() {
			return this.accepted - this.completed - this.onDestroyed;
		}

		@Override
		public String toString() {
			StringBuilder text = new StringBuilder();
			append(text, this.completed, "completed");
			append(text, this.onDestroyed, "completed on destroyed beans");
			append(text, this.refused, "refused");
			append(text, this.interrupted, "interrupted");
			append(text, lost() - this.interrupted, "dropped");
			append(text, this.failed, "failed");
			return text.toString();
		}

		private static void append(StringBuilder text, int number, String what) {
			if (number > 0) {
				text.append(text.isEmpty() ? "" : ", ").append(number).append(' ').append(what);
			}
		}

	}

}
