/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.safequeue.testing.Faults;
import io.github.safequeue.testing.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No heap is left: an offer to a bounded queue does not notice, nothing that was accepted
 * is lost, no future stays open, and closing goes on where it can.
 */
@Tag("faults")
@Timeout(600)
class FullHeapTests {

	private static final String AREA = "dying producers";

	private static final Pattern TRIED = Pattern
		.compile("tried (\\w+) (\\S+) errors=(\\d+) full=(\\d+) accepted=(\\d+) undelivered=\\d+ close=(\\d+) (.*)");

	private static final List<String> OPTIONS = List.of("-Xmx24m", "-XX:TieredStopAtLevel=1");

	@Test
	void queuesLoseNothingWhileTheHeapIsFull() {
		List<String> shapes = new ArrayList<>(List.of("ring", "linked-batch", "lanes"));
		if (ForkedJvm.hasVirtualThreads()) {
			shapes.add("virtual");
		}
		if (Faults.isLarge()) {
			shapes.addAll(List.of("linked", "batch"));
		}
		for (String shape : shapes) {
			for (int i = 0; i < Faults.scaled(1, 8); i++) {
				fill(shape, Faults.scaled(500, 3_000));
			}
		}
	}

	private static void fill(String shape, int millis) {
		try (ForkedJvm jvm = ForkedJvm.startWith(OPTIONS, FullHeapApplication.class, millis, shape)) {
			assertThat(jvm.exitCode()).as(jvm.outputText()).isZero();
			List<String> lines = jvm.output().stream().filter((line) -> line.startsWith("tried")).toList();
			assertThat(lines).as(jvm.outputText()).hasSize(2);
			for (String line : lines) {
				Matcher matcher = TRIED.matcher(line);
				assertThat(matcher.matches()).as(line).isTrue();
				assertThat(matcher.group(7)).as(jvm.outputText()).isEqualTo("sound");
				long full = Long.parseLong(matcher.group(4));
				long errors = Long.parseLong(matcher.group(3));
				assertThat(full).as("how often the heap was full").isPositive();
				Faults.record(AREA, "out of memory: " + matcher.group(1) + " " + shape, full + errors,
						Long.parseLong(matcher.group(5)), 0, Duration.ofMillis(Long.parseLong(matcher.group(6))));
			}
		}
	}

}
