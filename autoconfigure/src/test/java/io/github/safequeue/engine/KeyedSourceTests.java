/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.safequeue.engine.buffer.PaddedLong;
import io.github.safequeue.engine.buffer.QueueBuffer;
import io.github.safequeue.engine.buffer.QueueBuffers;
import io.github.safequeue.testing.Outcomes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a call leaves behind that is to be repeated.
 */
class KeyedSourceTests {

	private final QueueBuffer buffer = QueueBuffers.bounded(16);

	private final KeyedSource source = new KeyedSource(this.buffer, new PaddedLong(),
			Fixtures.settings(16, 2, new Outcomes()), (item) -> item);

	private final InFlight first = new InFlight("q", 1);

	private final InFlight second = new InFlight("q", 2);

	@BeforeEach
	void call() {
		this.buffer.offer("item");
		assertThat(this.source.take(this.first)).isTrue();
		assertThat(this.source.take(this.second)).isFalse();
	}

	@Test
	void anotherWorkerMayRepeatTheCall() {
		assertThat(this.source.callLater(this.first, new Retry(new IllegalStateException()), 0)).isTrue();
		this.first.clear();
		assertThat(this.source.take(this.second)).isTrue();
		assertThat(this.second.elements()).isEqualTo(List.of("item"));
	}

	/** The second worker looked at the run state just before. */
	@Test
	void noWorkerRepeatsACallOnceTheQueueIsClosed() {
		this.buffer.close();
		assertThat(this.source.callLater(this.first, new Retry(new IllegalStateException()), 0)).isFalse();
		assertThat(this.source.take(this.second)).isFalse();
		assertThat(this.first.elements()).isEqualTo(List.of("item"));
	}

}
