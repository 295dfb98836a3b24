/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.brokered;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.safequeue.testing.Faults;

/**
 * Three instances share a broker and submit and handle. They are killed and replaced, and
 * the broker is killed and started again. The same run holds queues that each break a
 * guarantee, to see that the checks find that.
 */
@Tag("servers")
@Timeout(3600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrokeredCampaignContract {

	private static final int INSTANCES = 3;

	private static final int OUTAGES = Faults.scaled(1, 2);

	private static final int KILLS = Faults.scaled(3, 30);

	private static final int REPLACEMENTS = Faults.scaled(1, 6);

	private static final int ROUNDS = Faults.scaled(1, 5);

	/**
	 * How many calls overlap at most with one of the same key that runs on where the
	 * broker takes an instance for dead after an outage: all that run at a time.
	 */
	private static final int OVERLAPPING = OUTAGES * INSTANCES * 3;

	private static final List<String> QUEUES = List.of(BrokeredHandlers.KEYED, BrokeredHandlers.UNKEYED);

	private Broker broker;

	/** Start the broker. */
	abstract Broker startBroker(Path directory);

	@BeforeAll
	void start(@TempDir Path directory) {
		this.broker = startBroker(directory);
	}

	@AfterAll
	void stop() {
		this.broker.close();
	}

	@Test
	void nothingConfirmedIsLost(@TempDir Path directory) {
		try (BrokeredCampaign campaign = new BrokeredCampaign(directory, this.broker, INSTANCES, true,
				Duration.ofMillis(Faults.scaled(50, 100)))) {
			List<Runnable> faults = new ArrayList<>();
			faults.addAll(Collections.nCopies(KILLS - OUTAGES, campaign::kill));
			faults.addAll(Collections.nCopies(REPLACEMENTS, campaign::replace));
			faults.addAll(Collections.nCopies(OUTAGES, campaign::outage));
			Collections.shuffle(faults);
			faults.forEach(Runnable::run);
			campaign.drain();
			campaign.end();
			SoftAssertions softly = new SoftAssertions();
			for (String queue : QUEUES) {
				BrokeredVerdict verdict = campaign.verdict(queue);
				record("kills and replacements and outages of the broker", queue, faults.size(), verdict);
				check(queue, verdict, faults.size(), OVERLAPPING, softly);
			}
			BrokeredVerdict early = campaign.verdict(WeakenedHandlers.EARLY);
			System.out.println("campaign: early: " + early);
			softly.assertThat(early.lost()).as("early: lost").isPositive();
			softly.assertThat(early.notDead()).as("early: not dead").isPositive();
			softly.assertThat(early.outOfOrder()).as("early: out of order").isPositive();
			softly.assertThat(early.overlapping()).as("early: overlapping").isGreaterThan(OVERLAPPING);
			softly.assertThat(campaign.verdict(WeakenedHandlers.OFFERED).lost()).as("offered: lost").isPositive();
			softly.assertAll();
		}
	}

	@Test
	void closingLosesAndRepeatsNothing(@TempDir Path directory) {
		try (BrokeredCampaign campaign = new BrokeredCampaign(directory, this.broker, INSTANCES, false,
				Duration.ofMillis(20))) {
			for (int i = 0; i < ROUNDS; i++) {
				campaign.replaceAll();
			}
			campaign.end();
			campaign.handleTheRest();
			campaign.end();
			SoftAssertions softly = new SoftAssertions();
			for (String queue : QUEUES) {
				BrokeredVerdict verdict = campaign.verdict(queue);
				record("closing under load", queue, (ROUNDS + 1) * INSTANCES, verdict);
				check(queue, verdict, (ROUNDS + 1) * INSTANCES, 0, softly);
				softly.assertThat(verdict.repeated()).as(queue + ": repeated").isZero();
			}
			softly.assertAll();
		}
	}

	private void record(String fault, String queue, int tried, BrokeredVerdict verdict) {
		String kind = getClass().getSimpleName().replaceFirst("CampaignTests", "").toLowerCase(Locale.ROOT);
		System.out.println("campaign: " + kind + ": " + fault + ": " + queue + ": " + tried + ": " + verdict);
		Faults.record("queues in a broker", kind + ": " + fault + ": " + queue, tried, verdict.confirmed(),
				verdict.lost() + verdict.notDead());
	}

	private static void check(String queue, BrokeredVerdict verdict, int faults, int overlapping,
			SoftAssertions softly) {
		softly.assertThat(verdict.confirmed()).as(queue + ": confirmed").isGreaterThan(100);
		softly.assertThat(verdict.lost()).as(queue + ": lost").isZero();
		softly.assertThat(verdict.notDead()).as(queue + ": not dead").isZero();
		softly.assertThat(verdict.wronglyDead()).as(queue + ": wrongly dead").isZero();
		softly.assertThat(verdict.mostFailures())
			.as(queue + ": most failures")
			.isLessThanOrEqualTo((faults + 1) * (BrokeredCampaign.RETRIES + 1));
		if (queue.equals(BrokeredHandlers.KEYED)) {
			softly.assertThat(verdict.outOfOrder()).as(queue + ": out of order").isZero();
			softly.assertThat(verdict.overlapping()).as(queue + ": overlapping").isLessThanOrEqualTo(overlapping);
		}
	}

}
