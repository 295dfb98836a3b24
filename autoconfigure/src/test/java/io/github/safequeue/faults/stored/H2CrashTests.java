/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.stored;

import java.nio.file.Path;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.safequeue.testing.Faults;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One process with a file of H2 is killed while it submits and handles.
 */
@Tag("servers")
@Timeout(1800)
class H2CrashTests {

	private static final int KILLS = Faults.scaled(4, 40);

	@TempDir
	Path directory;

	@Test
	void nothingConfirmedIsLost() {
		LedgerVerdict keyed = verdict(KILLS, ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
		System.out.println("campaign: H2: " + keyed);
		Faults.record("queues with a store", "kills of one process with a file of H2", KILLS, keyed.confirmed(),
				keyed.lost() + keyed.twice());
		assertThat(keyed.confirmed()).isGreaterThan(20);
		assertThat(keyed).isEqualTo(new LedgerVerdict(keyed.confirmed(), 0, 0, keyed.repeated(), 0, 0, 0));
		assertThat(keyed.repeated()).isLessThanOrEqualTo(2 * KILLS);
	}

	@Test
	void commitsThatWaitToBeWrittenAreSeenToBeLost() {
		assertThat(verdict(2, ";DB_CLOSE_ON_EXIT=FALSE").lost()).isPositive();
	}

	private LedgerVerdict verdict(int kills, String options) {
		String url = "jdbc:h2:file:" + this.directory.resolve("store") + options;
		try (LedgerCampaign campaign = new LedgerCampaign(this.directory, url, 1, "--ledger.pause=5ms")) {
			for (int i = 0; i < kills; i++) {
				campaign.kill();
			}
			campaign.awaitReady();
			campaign.drain();
			campaign.instances().get(0).awaitLine("empty");
			campaign.end();
			return campaign.verdict(LedgerHandlers.KEYED);
		}
	}

}
