/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.stored;

import java.io.IOException;
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
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import io.github.safequeue.testing.Faults;
import io.github.safequeue.testing.TcpProxy;

/**
 * Instances lose their connections to PostgreSQL while they submit and handle: all of
 * them at any moment, and single ones at a commit, before and after the server has
 * received it. The same run holds a handler that commits its effect apart, and a
 * submitter that repeats what may have been stored.
 */
@Tag("servers")
@Timeout(3600)
class CutConnectionTests {

	private static final int INSTANCES = 2;

	private static final int CONCURRENCY = 2;

	private static final int CUTS_OF_ALL = Faults.scaled(8, 60);

	private static final int CUTS_AT_COMMIT = Faults.scaled(80, 800);

	private static final int CUTS = CUTS_OF_ALL + CUTS_AT_COMMIT;

	private static final int MOST_MORE_CUTS = 2000;

	@TempDir
	Path directory;

	@Test
	void nothingIsLostOrStoredTwice() throws IOException {
		try (CrashableServer server = new CrashableServer(this.directory);
				TcpProxy proxy = new TcpProxy(server.port());
				LedgerCampaign campaign = new LedgerCampaign(this.directory, through(proxy, server), INSTANCES,
						"--ledger.pause=50ms", "--spring.profiles.active=weakened")) {
			cuts(proxy, campaign).forEach((cut) -> {
				cut.run();
				campaign.goOn(60);
			});
			JdbcTemplate direct = new JdbcTemplate(new DriverManagerDataSource(server.url()));
			// The submitter that repeats has to be met by one cut at least.
			for (int more = 0; more < MOST_MORE_CUTS
					&& !LedgerCampaign.isAnyTwice(WeakenedHandlers.AGAIN, direct); more++) {
				proxy.cutAfter("COMMIT");
				campaign.goOn(60);
			}
			campaign.drain();
			campaign.awaitNoItems();
			campaign.end();
			SoftAssertions softly = new SoftAssertions();
			for (String queue : List.of(LedgerHandlers.KEYED, LedgerHandlers.UNKEYED)) {
				check(queue, campaign.verdict(queue), softly);
			}
			Map<String, LedgerVerdict> weakened = campaign.weakened();
			System.out.println("campaign: cuts: weakened: " + weakened);
			softly.assertThat(weakened.get(WeakenedHandlers.APART).twice()).as("effects twice").isPositive();
			softly.assertThat(weakened.get(WeakenedHandlers.AGAIN).twice()).as("stored twice").isPositive();
			softly.assertAll();
		}
	}

	/** Without prepared statements, of which the proxy would see no text. */
	private static String through(TcpProxy proxy, CrashableServer server) {
		return server.url().replace(":" + server.port(), ":" + proxy.port()) + "&prepareThreshold=0";
	}

	private static List<Runnable> cuts(TcpProxy proxy, LedgerCampaign campaign) {
		List<Runnable> cuts = new ArrayList<>();
		cuts.addAll(Collections.nCopies(CUTS_OF_ALL, () -> {
			// Instances that are still connecting again have nothing to lose.
			campaign.goOn(1000);
			proxy.cut();
		}));
		cuts.addAll(Collections.nCopies(CUTS_AT_COMMIT / 4, () -> proxy.cutBefore("COMMIT")));
		cuts.addAll(Collections.nCopies(CUTS_AT_COMMIT - CUTS_AT_COMMIT / 4, () -> proxy.cutAfter("COMMIT")));
		Collections.shuffle(cuts);
		return cuts;
	}

	private static void check(String queue, LedgerVerdict verdict, SoftAssertions softly) {
		System.out.println("campaign: cuts: " + queue + ": " + verdict);
		Faults.record("queues with a store", "cut connections: " + queue, CUTS, verdict.confirmed(),
				verdict.lost() + verdict.twice());
		softly.assertThat(verdict.confirmed()).as(queue + ": confirmed").isGreaterThan(100);
		softly.assertThat(verdict.lost()).as(queue + ": lost").isZero();
		softly.assertThat(verdict.twice()).as(queue + ": twice").isZero();
		softly.assertThat(verdict.dead()).as(queue + ": dead").isZero();
		softly.assertThat(verdict.repeated())
			.as(queue + ": repeated outside")
			.isLessThanOrEqualTo(CUTS_OF_ALL * INSTANCES * CONCURRENCY + CUTS_AT_COMMIT);
		if (queue.equals(LedgerHandlers.KEYED)) {
			softly.assertThat(verdict.outOfOrder()).as(queue + ": out of order").isZero();
		}
	}

}
