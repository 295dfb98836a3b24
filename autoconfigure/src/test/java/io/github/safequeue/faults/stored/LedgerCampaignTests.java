/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.stored;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.safequeue.testing.Faults;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three instances share a PostgreSQL server. They are killed and frozen, and the server
 * is stopped at once, while they submit and handle. The same run holds queues of which
 * each breaks one guarantee, to see that the checks find that.
 */
@Tag("servers")
@Timeout(3600)
class LedgerCampaignTests {

	private static final String AREA = "queues with a store";

	private static final int INSTANCES = 3;

	private static final int CONCURRENCY = 2;

	private static final int KILLS = Faults.scaled(4, 40);

	private static final int FREEZES = Faults.scaled(1, 5);

	private static final int CRASHES = Faults.scaled(1, 2);

	private static final int MOST_MORE_KILLS = 50;

	@TempDir
	Path directory;

	@Test
	void nothingIsLostAndEffectsHappenOnce() {
		try (CrashableServer server = new CrashableServer(this.directory);
				LedgerCampaign campaign = new LedgerCampaign(this.directory, server.url(), INSTANCES,
						"--ledger.pause=" + Faults.scaled(50, 100) + "ms", "--spring.profiles.active=weakened")) {
			faults(server, campaign).forEach(Runnable::run);
			// A kill has to fall between the effect and the acknowledgement once.
			int more = 0;
			while (more < MOST_MORE_KILLS && !LedgerCampaign.isAnyTwice(WeakenedHandlers.APART, campaign.jdbc())) {
				campaign.kill();
				more++;
			}
			int kills = KILLS + more;
			campaign.drain();
			campaign.awaitNoItems();
			campaign.end();
			SoftAssertions softly = new SoftAssertions();
			for (String queue : List.of(LedgerHandlers.KEYED, LedgerHandlers.UNKEYED)) {
				check(queue, campaign.verdict(queue), kills, softly);
			}
			Map<String, LedgerVerdict> weakened = campaign.weakened();
			System.out.println("campaign: weakened: " + weakened);
			softly.assertThat(weakened.get(WeakenedHandlers.EARLY).lost()).as("lost").isPositive();
			softly.assertThat(weakened.get(WeakenedHandlers.OFFERED).lost()).as("lost").isPositive();
			softly.assertThat(weakened.get(WeakenedHandlers.APART).twice()).as("twice").isPositive();
			LedgerVerdict unordered = weakened.get(WeakenedHandlers.UNORDERED);
			softly.assertThat(unordered.outOfOrder()).as("out of order").isPositive();
			softly.assertThat(unordered.overlapping()).as("overlapping").isPositive();
			softly.assertAll();
		}
	}

	private static List<Runnable> faults(CrashableServer server, LedgerCampaign campaign) {
		List<Runnable> faults = new ArrayList<>();
		faults.addAll(Collections.nCopies(KILLS - CRASHES, campaign::kill));
		faults.addAll(Collections.nCopies(FREEZES, campaign::freeze));
		faults.addAll(Collections.nCopies(CRASHES, () -> campaign.crash(server)));
		Collections.shuffle(faults);
		return faults;
	}

	private static void check(String queue, LedgerVerdict verdict, int kills, SoftAssertions softly) {
		System.out.println("campaign: " + queue + ": " + verdict);
		Faults.record(AREA, "kills and freezes and crashes of the server: " + queue, kills + FREEZES + CRASHES,
				verdict.confirmed(), verdict.lost() + verdict.twice());
		softly.assertThat(verdict.confirmed()).as(queue + ": confirmed").isGreaterThan(100);
		softly.assertThat(verdict.lost()).as(queue + ": lost").isZero();
		softly.assertThat(verdict.twice()).as(queue + ": twice").isZero();
		softly.assertThat(verdict.dead()).as(queue + ": dead").isZero();
		softly.assertThat(verdict.repeated())
			.as(queue + ": repeated outside")
			.isLessThanOrEqualTo(kills * CONCURRENCY + CRASHES * INSTANCES * CONCURRENCY);
		if (queue.equals(LedgerHandlers.KEYED)) {
			softly.assertThat(verdict.outOfOrder()).as(queue + ": out of order").isZero();
			softly.assertThat(verdict.overlapping()).as(queue + ": overlapping").isZero();
		}
	}

	@Test
	void rollingRestartLosesAndRepeatsNothing() {
		try (CrashableServer server = new CrashableServer(this.directory);
				LedgerCampaign campaign = new LedgerCampaign(this.directory, server.url(), INSTANCES,
						"--ledger.pause=10ms")) {
			for (int i = 0; i < Faults.scaled(1, 5); i++) {
				campaign.roll();
			}
			campaign.drain();
			campaign.awaitNoItems();
			campaign.end();
			for (String queue : List.of(LedgerHandlers.KEYED, LedgerHandlers.UNKEYED)) {
				LedgerVerdict verdict = campaign.verdict(queue);
				Faults.record(AREA, "rolling restarts: " + queue, Faults.scaled(1, 5), verdict.confirmed(),
						verdict.lost() + verdict.twice());
				assertThat(verdict.confirmed()).isGreaterThan(100);
				assertThat(verdict).isEqualTo(new LedgerVerdict(verdict.confirmed(), 0, 0, 0,
						queue.equals(LedgerHandlers.KEYED) ? 0 : verdict.outOfOrder(),
						queue.equals(LedgerHandlers.KEYED) ? 0 : verdict.overlapping(), 0));
			}
		}
	}

}
