/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.brokered;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.safequeue.faults.ledger.HandlerCall;
import io.github.safequeue.faults.ledger.LedgerItem;
import io.github.safequeue.faults.ledger.LedgerProducers;
import io.github.safequeue.faults.ledger.Notebook;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what the campaign finds in its notebooks.
 */
class BrokeredVerdictTests {

	/** An item that always fails. */
	private static final LedgerItem BAD = new LedgerItem("a", 20);

	private static final LedgerItem FIRST = new LedgerItem("a", 1);

	private static final LedgerItem SECOND = new LedgerItem("a", 2);

	@TempDir
	Path directory;

	private BrokeredVerdict verdict(LedgerItem... letters) {
		return BrokeredVerdict.of("q", this.directory, Map.of(), List.of(letters));
	}

	private void confirmed(LedgerItem item) {
		new Notebook(this.directory, LedgerProducers.CONFIRMED).note("q", item.key(), item.number());
	}

	private void call(LedgerItem item, String... words) {
		for (String word : words) {
			HandlerCall.note(HandlerCall.notebook(this.directory), "q", item, word);
		}
	}

	private void handled(LedgerItem item) {
		call(item, HandlerCall.BEGIN, BrokeredHandlers.DONE);
	}

	private void failed(LedgerItem item) {
		call(item, HandlerCall.BEGIN, BrokeredHandlers.FAILED);
	}

	@Test
	void findsNothingWhereAllIsWell() {
		confirmed(FIRST);
		confirmed(SECOND);
		confirmed(BAD);
		failed(FIRST);
		handled(FIRST);
		handled(SECOND);
		failed(BAD);
		assertThat(verdict(BAD)).isEqualTo(new BrokeredVerdict(3, 0, 0, 0, 0, 0, 0, 1));
	}

	@Test
	void findsWhatNoCallReturnedFor() {
		confirmed(FIRST);
		failed(FIRST);
		confirmed(SECOND);
		call(SECOND, HandlerCall.BEGIN);
		assertThat(verdict().lost()).isEqualTo(2);
	}

	@Test
	void findsMissingAndWrongDeadLetters() {
		confirmed(BAD);
		handled(FIRST);
		assertThat(verdict(FIRST).notDead()).isOne();
		assertThat(verdict(FIRST).wronglyDead()).isOne();
	}

	@Test
	void findsRepeatedCalls() {
		handled(FIRST);
		handled(FIRST);
		failed(BAD);
		failed(BAD);
		assertThat(verdict().repeated()).isOne();
		assertThat(verdict().mostFailures()).isEqualTo(2);
	}

	@Test
	void findsCallsThatAreOutOfOrder() {
		handled(SECOND);
		handled(FIRST);
		handled(SECOND);
		assertThat(verdict().outOfOrder()).isOne();
		assertThat(verdict().overlapping()).isZero();
	}

	@Test
	void findsCallsOfOneKeyAtATime() {
		call(FIRST, HandlerCall.BEGIN);
		call(SECOND, HandlerCall.BEGIN);
		call(FIRST, BrokeredHandlers.DONE);
		call(SECOND, BrokeredHandlers.DONE);
		assertThat(verdict().overlapping()).isOne();
		assertThat(verdict().outOfOrder()).isZero();
	}

}
