/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.io.PrintWriter;
import java.io.StringWriter;

import org.junit.jupiter.api.Test;

import io.github.safequeue.testing.Secret;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is logged of a failure whose message must not be.
 */
class FailureWithoutMessageTests {

	@Test
	void showsTypesAndStacksAndNoMessages() {
		Throwable failure = new IllegalStateException(Secret.CONTENT, new IllegalArgumentException(Secret.CONTENT));
		failure.addSuppressed(new IllegalStateException(Secret.CONTENT));
		assertThat(printed(failure))
			.contains("java.lang.IllegalStateException", "java.lang.IllegalArgumentException",
					"showsTypesAndStacksAndNoMessages")
			.doesNotContain(Secret.CONTENT);
	}

	@Test
	void endsWhereCausesGoAroundInACircle() {
		Throwable failure = new IllegalStateException("one");
		failure.initCause(new IllegalArgumentException("two", failure));
		assertThat(printed(failure)).contains("java.lang.IllegalArgumentException");
	}

	@Test
	void namesAFailureThatThrowsWhenItIsAsked() {
		assertThat(printed(new Throwable() {

			private static final long serialVersionUID = 1L;

			@Override
			public synchronized Throwable getCause() {
				throw new IllegalStateException(Secret.CONTENT);
			}

		})).contains(getClass().getName()).doesNotContain(Secret.CONTENT);
	}

	private static String printed(Throwable failure) {
		StringWriter text = new StringWriter();
		FailureWithoutMessage.of(failure).printStackTrace(new PrintWriter(text));
		return text.toString();
	}

}
