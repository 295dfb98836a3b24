/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation.
 *
 * @param file the page's file
 * @param lines its lines
 */
record Page(Path file, List<String> lines) {

	static final Path ROOT = Path.of("..");

	private static final Pattern FENCE = Pattern.compile("\\s*```(\\w*)");

	static Page of(String name) {
		return of(ROOT.resolve(name));
	}

	/**
	 * Find the README and all pages below {@code docs}.
	 * @return the pages, sorted by their names
	 */
	static Stream<Page> all() {
		try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
			return Stream
				.concat(Stream.of(ROOT.resolve("README.md")),
						files.filter((file) -> file.toString().endsWith(".md")).sorted().toList().stream())
				.map(Page::of);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Page of(Path file) {
		try {
			return new Page(file, Files.readAllLines(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the fenced blocks of a language.
	 * @param language the word behind the fence
	 * @return the blocks, in the order of the page
	 */
	List<Snippet> snippets(String language) {
		return blocks().stream().filter((block) -> block.language().equals(language)).toList();
	}

	/**
	 * Return what the page's snippets take for granted: the code in comments that begin
	 * with {@code <!-- given}, which readers of the page do not see.
	 * @return the code
	 */
	List<Snippet> givens() {
		return blocks().stream().filter((block) -> block.language().equals("given")).toList();
	}

	/**
	 * Return the lines of the page, those of fenced blocks replaced by empty ones.
	 * @return as many lines as the page has
	 */
	List<String> prose() {
		List<String> prose = new ArrayList<>(this.lines);
		blocks().forEach((block) -> {
			int begin = block.line() - 1;
			prose.subList(begin, begin + block.length()).replaceAll((line) -> "");
		});
		return prose;
	}

	private List<Snippet> blocks() {
		List<Snippet> blocks = new ArrayList<>();
		String language = null;
		int first = 0;
		for (int i = 0; i < this.lines.size(); i++) {
			String line = this.lines.get(i);
			boolean given = line.equals("<!-- given");
			if (language != null) {
				if (line.strip().equals(language.equals("given") ? "-->" : "```")) {
					String code = String.join("\n", this.lines.subList(first, i)).stripIndent();
					blocks.add(new Snippet(this, first + 1, i - first, language, code));
					language = null;
				}
			}
			else if (given || FENCE.matcher(line).matches()) {
				language = given ? "given" : line.strip().substring(3).toLowerCase(Locale.ROOT);
				first = i + 1;
			}
		}
		if (language != null) {
			throw new IllegalStateException("A block that does not end: " + this.file);
		}
		return blocks;
	}

	@Override
	public String toString() {
		return ROOT.relativize(this.file).toString();
	}

}
