/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The form of README.md and of the pages of {@code docs/}.
 */
class PageFormTests {

	/** The length that no line reaches, except in what programs answered. */
	private static final int LIMIT = 120;

	private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]*)(?:#([^)\\s]+))?\\)");

	private static final Pattern TEST = Pattern.compile("\\b([A-Z]\\w+(?:Tests|Stress))\\b");

	static Stream<Page> pages() {
		return Page.all();
	}

	@ParameterizedTest
	@MethodSource("pages")
	void linksLeadSomewhere(Page page) {
		List<String> broken = new ArrayList<>();
		for (String line : page.prose()) {
			LINK.matcher(line).results().filter((link) -> !leadsSomewhere(page, link)).forEach((link) -> {
				broken.add(link.group());
			});
		}
		assertThat(broken).as("links of %s", page).isEmpty();
	}

	private static boolean leadsSomewhere(Page page, MatchResult link) {
		if (link.group(1).startsWith("http")) {
			return true;
		}
		Path target = link.group(1).isEmpty() ? page.file() : page.file().resolveSibling(link.group(1)).normalize();
		if (link.group(2) == null) {
			return Files.exists(target);
		}
		return Page.of(Page.ROOT.relativize(target).toString())
			.prose()
			.stream()
			.filter((line) -> line.startsWith("#"))
			.map(PageFormTests::anchor)
			.anyMatch(link.group(2)::equals);
	}

	/** The anchor that GitHub gives to a heading. */
	private static String anchor(String heading) {
		return heading.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT).replaceAll("[^\\w -]", "").replace(' ', '-');
	}

	@Test
	void readmeLinksEveryPage() {
		String readme = String.join("\n", Page.of("README.md").lines());
		assertThat(Page.all().map(Page::toString).filter((page) -> page.matches("docs/[^/]+\\.md")))
			.allSatisfy((page) -> assertThat(readme).contains("](" + page + ")"));
	}

	@ParameterizedTest
	@MethodSource("pages")
	void linesAreShort(Page page) {
		List<String> prose = page.prose();
		List<Snippet> answers = page.snippets("json");
		assertThat(IntStream.range(0, page.lines().size())
			.filter((i) -> page.lines().get(i).length() >= LIMIT)
			.filter((i) -> !prose.get(i).isEmpty() || answers.stream().noneMatch((answer) -> answer.has(i + 1)))
			.mapToObj((i) -> "%s:%d: %d".formatted(page, i + 1, page.lines().get(i).length())))
			.as("lines of %d letters or more", LIMIT)
			.isEmpty();
	}

	static Stream<Page> decisions() {
		return Page.all().filter((page) -> page.toString().startsWith("docs/decisions/"));
	}

	@ParameterizedTest
	@MethodSource("decisions")
	void decisionHasNumberTitleStatusAndDate(Page page) {
		String number = page.file().getFileName().toString().substring(0, 4);
		assertThat(page.lines().get(0)).matches("# " + number + " \\S.*");
		assertThat(page.lines().get(2)).matches("Status: (accepted|superseded by .*), \\d{4}-\\d{2}-\\d{2}\\b.*");
		assertThat(page.lines()).contains("## Context", "## Decision");
	}

	static Stream<Path> listsOfTests() {
		return Stream.of(Page.ROOT.resolve("docs/reliability.md"),
				Path.of("src/test/java/io/github/safequeue/faults/package-info.java"));
	}

	@ParameterizedTest
	@MethodSource("listsOfTests")
	void testsThatAreNamedExist(Path list) throws IOException {
		Set<String> existing;
		try (Stream<Path> files = Files.walk(Path.of("src"))) {
			existing = files.map((file) -> file.getFileName().toString().replace(".java", ""))
				.collect(Collectors.toSet());
		}
		assertThat(TEST.matcher(Files.readString(list)).results().map((test) -> test.group(1))).hasSizeGreaterThan(20)
			.isSubsetOf(existing);
	}

}
