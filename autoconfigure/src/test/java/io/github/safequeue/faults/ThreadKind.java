/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults;

import java.util.Arrays;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;

import org.springframework.core.task.VirtualThreadTaskExecutor;

import io.github.safequeue.testing.ForkedJvm;

/**
 * What threads an application is made of: those that refresh and close its context,
 * submit, and handle.
 */
enum ThreadKind {

	PLATFORM(""), VIRTUAL(" on virtual threads");

	private final String text;

	ThreadKind(String text) {
		this.text = text;
	}

	String text() {
		return this.text;
	}

	/** The kinds that this JVM has. */
	static Stream<ThreadKind> available() {
		return Arrays.stream(values()).filter((kind) -> kind == PLATFORM || ForkedJvm.hasVirtualThreads());
	}

	ThreadFactory factory() {
		if (this == VIRTUAL) {
			return new VirtualThreadTaskExecutor("campaign-").getVirtualThreadFactory();
		}
		return (task) -> {
			Thread thread = new Thread(task, "campaign");
			thread.setDaemon(true);
			return thread;
		};
	}

	Thread start(Runnable task) {
		Thread thread = factory().newThread(task);
		thread.start();
		return thread;
	}

}
