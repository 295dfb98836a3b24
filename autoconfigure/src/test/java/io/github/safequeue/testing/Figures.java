/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.testing;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueSnapshot;

/**
 * Numbers that a forked application leaves in a file for the test that started it.
 */
public final class Figures {

	private final Properties values;

	public Figures() {
		this(new Properties());
	}

	private Figures(Properties values) {
		this.values = values;
	}

	public Figures put(String key, long value) {
		this.values.setProperty(key, Long.toString(value));
		return this;
	}

	/** Note what a queue says of itself, once it has nothing in flight. */
	public Figures put(SafeQueue<?> queue) {
		SafeQueueSnapshot end = queue.snapshot();
		return put("accepted", end.accepted()).put("handled", end.handled())
			.put("failed", end.failed())
			.put("undelivered", end.undelivered())
			.put("size", end.size())
			.put("inFlight", end.inFlight())
			.put("rejectedClosed", end.rejectedClosed());
	}

	public long get(String key) {
		String value = this.values.getProperty(key);
		if (value == null) {
			throw new IllegalArgumentException("No figure '" + key + "' in " + this.values);
		}
		return Long.parseLong(value);
	}

	public void write(Path file) {
		try (Writer writer = Files.newBufferedWriter(file)) {
			this.values.store(writer, null);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public static Figures read(Path file) {
		Properties values = new Properties();
		try (Reader reader = Files.newBufferedReader(file)) {
			values.load(reader);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new Figures(values);
	}

	/** Give handler calls that were interrupted the time to return. */
	public static void awaitNothingInFlight(SafeQueue<?> queue) {
		long start = System.nanoTime();
		while (queue.snapshot().inFlight() > 0 && System.nanoTime() - start < 10_000_000_000L) {
			LockSupport.parkNanos(1_000_000);
		}
	}

	@Override
	public String toString() {
		return this.values.toString();
	}

}
