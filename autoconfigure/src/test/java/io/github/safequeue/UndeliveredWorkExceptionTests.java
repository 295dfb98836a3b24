/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.safequeue.UndeliveredWork.Reason;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the future of an item that was accepted and not handled says.
 */
class UndeliveredWorkExceptionTests {

	@ParameterizedTest
	@EnumSource
	void namesQueueAndReasonAndRefusesNothing(Reason reason) {
		UndeliveredWorkException failure = new UndeliveredWorkException("orders", reason);
		assertThat(failure.queue()).isEqualTo("orders");
		assertThat(failure.reason()).isEqualTo(reason);
		assertThat(failure).hasMessageStartingWith("Queue 'orders' accepted the item and ")
			.hasMessageContaining("(%s): ".formatted(reason))
			.hasMessageNotContaining("refused");
	}

}
