/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.troubleshooting;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The JSON of {@code docs/troubleshooting.md}, each block behind a comment that names it.
 * With {@code -Dtests.docs=write} the blocks are written anew instead of compared.
 */
final class Document {

	private static final Path FILE = Path.of("..", "docs", "troubleshooting.md");

	private static final Pattern BLOCK = Pattern.compile("(<!-- ([^\n]+) -->\n```json\n)(.*?)(\n```\n)",
			Pattern.DOTALL);

	private static final boolean WRITE = "write".equals(System.getProperty("tests.docs"));

	/** Times, identities, line numbers, and what a JVM writes before a class. */
	private static final List<Map.Entry<Pattern, String>> VARYING = List.of(
			Map.entry(Pattern.compile("\"(handlingFor|handlingForMillis)\": [^,\n]+"), "\"$1\": #"),
			Map.entry(Pattern.compile("for \\d+ m?s \\(threshold"), "for # (threshold"),
			Map.entry(Pattern.compile("@[0-9.+]+/"), "/"), Map.entry(Pattern.compile("\"app//"), "\""),
			// The JVM attributes the entry of a synchronized block to one of two lines,
			// or none.
			Map.entry(Pattern.compile("\\.reserve\\(Stock\\.java(:\\d+)?\\)"), ".reserve(Stock.java:#)"),
			Map.entry(Pattern.compile("@[0-9a-f]+\\b"), "@#"));

	private Document() {
	}

	/**
	 * Compare an answer with the document.
	 * @param block the block's name
	 * @param answer what was answered
	 * @param countsOfTheMoment names of numbers that are others each time
	 */
	static void shows(String block, Map<String, Object> answer, String... countsOfTheMoment) {
		String produced = Json.pretty(answer);
		if (WRITE) {
			write(block, produced);
		}
		assertThat(steady(block(block), countsOfTheMoment))
			.as("%s of %s. If the document is out of date: "
					+ "mvn -pl autoconfigure test -Dtest=TroubleshootingTests -Dtests.docs=write", block, FILE)
			.isEqualTo(steady(produced, countsOfTheMoment));
	}

	static List<String> blocks() {
		return BLOCK.matcher(read()).results().map((block) -> block.group(2)).toList();
	}

	static String read() {
		try {
			return Files.readString(FILE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String block(String name) {
		return BLOCK.matcher(read())
			.results()
			.filter((block) -> block.group(2).equals(name))
			.map((block) -> block.group(3))
			.findFirst()
			.orElseThrow(() -> new AssertionError("No block '" + name + "' in " + FILE));
	}

	private static void write(String name, String content) {
		String text = BLOCK.matcher(read()).replaceAll((block) -> replacement(block, name, content));
		try {
			Files.writeString(FILE, text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String replacement(MatchResult block, String name, String content) {
		return Matcher
			.quoteReplacement(block.group(2).equals(name) ? block.group(1) + content + block.group(4) : block.group());
	}

	private static String steady(String json, String... counts) {
		String text = json;
		for (Map.Entry<Pattern, String> varying : VARYING) {
			text = varying.getKey().matcher(text).replaceAll(varying.getValue());
		}
		for (String count : counts) {
			text = text.replaceAll("\"" + count + "\": \\d+", "\"" + count + "\": #");
		}
		return text;
	}

}
