/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.QueueLog;

/**
 * Keeps the lines of a queue, and the names of the threads that wrote them.
 */
public final class LogLines implements QueueLog {

	private final List<Line> lines = new CopyOnWriteArrayList<>();

	@Override
	public void info(String message) {
		add("INFO", message);
	}

	@Override
	public void warn(String message) {
		add("WARN", message);
	}

	@Override
	public void error(String message, @Nullable Throwable cause) {
		add("ERROR", message);
	}

	private void add(String level, String message) {
		this.lines.add(new Line(level, message, Thread.currentThread().getName()));
	}

	public List<Line> all() {
		return List.copyOf(this.lines);
	}

	/** Return the messages of a level. */
	public List<String> of(String level) {
		return this.lines.stream().filter((line) -> line.level().equals(level)).map(Line::message).toList();
	}

	/**
	 * A line.
	 *
	 * @param level its level
	 * @param message its message
	 * @param thread the thread that wrote it
	 */
	public record Line(String level, String message, String thread) {
	}

}
