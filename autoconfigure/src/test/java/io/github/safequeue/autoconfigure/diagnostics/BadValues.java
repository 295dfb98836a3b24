/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.diagnostics;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.safequeue.testing.Faults;

/**
 * Absurd and odd values of each kind of property.
 *
 * @param bad what stops the start
 * @param good what looks odd and works
 */
record BadValues(List<String> bad, List<String> good) {

	private static final List<String> NO_NUMBER = List.of("text", "${missing}", "1KB", "1_000", "1,5", "true",
			"#{1 + 1}");

	private static final List<String> NO_INTEGER = join(List.of("2147483648", "-2147483649", "1.5", "NaN"), NO_NUMBER);

	private static final List<String> NO_TIME = List.of("text", "${missing}", "5 parsecs", "1.5s", "PT", "1,5s", "true",
			"s", "99999999999999999999s");

	private static final List<String> NO_QUEUE = List.of("missing", "Orders ", "-1", "text,orders", "${missing}", "");

	/** By the end of the key: its last part, or its last two parts. */
	private static final Map<String, BadValues> KINDS = Map.ofEntries(Map.entry("enabled", flag()),
			Map.entry("virtual-threads", flag()), Map.entry("clean-on-close", flag()),
			Map.entry("propagate-context", flag()), Map.entry("include-caller-data", flag()),
			Map.entry("queue-size", number(List.of("-1", "0", "1073741825"), List.of("0x4000", " 1700"))),
			Map.entry("discarding-threshold", number(List.of("-1", "8192", "1073741825"), List.of("0", "0x10", " 7"))),
			Map.entry("flush-timeout", time(List.of("-1", "-1s", "999999999999d"), List.of("0", "36500d"))),
			Map.entry("auto-startup", flag()), Map.entry("notify", flag()), Map.entry("required", flag()),
			Map.entry("item-type",
					new BadValues(List.of("text", "java.lang.Integer", "java.lang.Strin", "${missing}", ""),
							List.of("java.lang.String", " java.lang.String"))),
			Map.entry("store", new BadValues(List.of("tape", "-1", "JDBC ", "${missing}", ""), List.of())),
			Map.entry("file", new BadValues(List.of("", " "), List.of("./queues"))),
			Map.entry("table-prefix",
					new BadValues(List.of("", "-1", "a b", "a.b.c", "${missing}"), List.of("work.queue_", "Q"))),
			Map.entry("initialize-schema",
					new BadValues(List.of("-1", "text", "none", "${missing}"), List.of("ALWAYS", "Never"))),
			Map.entry("poll-interval", time(List.of("-1", "0", "-1s", "999999999999d"), List.of("1ns", "36500d"))),
			Map.entry("lanes", number(List.of("-1", "0", "1", "1025"), List.of("2", "0x10", " 7"))),
			Map.entry("max-deliveries", number(List.of("-1", "0"), List.of("1", "2147483647"))),
			Map.entry("capacity", number(List.of("-1", "1073741825"), List.of("0", "1", "0x10", " 7"))),
			Map.entry("concurrency", number(List.of("-1", "0", "10001"), List.of("1", "0x10", " 7"))),
			Map.entry("batch-size", number(List.of("-1", "0"), List.of("1", "2147483647"))),
			Map.entry("max-retries", number(List.of("-2"), List.of("0", "-1", "2147483647"))),
			Map.entry("includes", classes()), Map.entry("excludes", classes()),
			Map.entry("multiplier",
					new BadValues(join(List.of("-1", "0", "0.99", "NaN", "Infinity", "1e999", "-1e999"), NO_NUMBER),
							List.of("1", "1.5", "1e300"))),
			Map.entry("delay", time(List.of("-1", "-1s", "PT-5S", "31s", "999999999999d"), List.of("0", "0s", " 7"))),
			Map.entry("max-delay", time(List.of("-1", "0", "-1s", "999ms", "999999999999d"), List.of("1s", "36500d"))),
			Map.entry("jitter", time(List.of("-1", "-1ns", "999999999999d"), List.of("0", "36500d"))),
			Map.entry("handler-timeout", time(List.of("-1", "0", "-1s", "999999999999d"), List.of("1ns", "36500d"))),
			Map.entry("stuck-threshold", time(List.of("-1", "0", "-1s", "999999999999d"), List.of("1ns", "36500d"))),
			Map.entry("drain-timeout", time(List.of("-1", "-1s", "999999999999d"), List.of("0", "36500d"))),
			Map.entry("wait-strategy",
					new BadValues(List.of("-1", "0", "sleep", "park,park", "${missing}"),
							List.of("PARK", "spin_then_park", "BusySpin"))),
			Map.entry("mode",
					new BadValues(List.of("-1", "text", "none", "replace,additional", "${missing}"),
							List.of("ADDITIONAL", "Replace"))),
			Map.entry("topic", new BadValues(List.of("", " "), List.of("work.orders"))),
			Map.entry("group-id", new BadValues(List.of("", " "), List.of("work"))),
			Map.entry("rabbit.queue", new BadValues(List.of("", " "), List.of("work.orders"))),
			Map.entry("single-active-consumer", flag()),
			Map.entry("prefetch", number(List.of("-1", "0", "65536"), List.of("1", "0x10", " 7"))),
			Map.entry("queue", new BadValues(join(List.of("orders"), NO_QUEUE), List.of("safeQueue"))),
			Map.entry("dead-letter-queue", new BadValues(NO_QUEUE, List.of("letters"))), Map.entry("handler",
					new BadValues(List.of("missing", "text", "-1", "${missing}", "", "orders"), List.of())));

	/** Return the values for a key, which must be known. */
	static BadValues of(String key) {
		int last = key.lastIndexOf('.');
		BadValues values = KINDS.getOrDefault(key.substring(key.lastIndexOf('.', last - 1) + 1),
				KINDS.get(key.substring(last + 1)));
		if (values == null) {
			throw new AssertionError("No bad values for the key " + key + ": add some to BadValues");
		}
		return values;
	}

	private static BadValues classes() {
		return new BadValues(
				List.of("IOException", "java.io.NoSuchException", "java.lang.String",
						"java.io.IOException,java.lang.Object", "-1", "${missing}"),
				List.of("java.io.IOException", "java.io.IOException, java.lang.Error", ""));
	}

	private static BadValues flag() {
		return new BadValues(List.of("text", "-1", "2", "truefalse", "${missing}"), List.of("TRUE", "true", "1"));
	}

	private static BadValues number(List<String> bad, List<String> good) {
		return new BadValues(join(bad, NO_INTEGER), good);
	}

	private static BadValues time(List<String> bad, List<String> good) {
		return new BadValues(join(bad, NO_TIME), good);
	}

	/** All that is special to a key, and of the rest as many as the campaign takes. */
	private static List<String> join(List<String> some, List<String> more) {
		return Stream.concat(some.stream(), more.stream().limit(Faults.scaled(5, 100))).toList();
	}

}
