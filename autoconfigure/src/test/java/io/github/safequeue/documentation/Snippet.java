/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.documentation;

import java.util.regex.Pattern;

/**
 * A fenced block of a page.
 *
 * @param page the page
 * @param line the line of the page that the code begins at, from 1
 * @param length how many lines it has
 * @param language the word behind the fence
 * @param code the code
 */
record Snippet(Page page, int line, int length, String language, String code) {

	private static final String MODIFIERS = "^(?:(?:public|static|final) )*";

	private static final Pattern TYPE = Pattern.compile(MODIFIERS + "(?:class|record|interface|enum|@interface) \\w",
			Pattern.MULTILINE);

	/** A method or constructor with its body, or an annotated member. */
	private static final Pattern MEMBER = Pattern
		.compile("^@|^(?!(?:try|for|if|while|switch|synchronized)\\b)\\w[\\w<>?, .]*\\(.*\\{$", Pattern.MULTILINE);

	/**
	 * Return the snippet as Java source: types as they are, members inside a class, and
	 * statements inside a method. Members and statements see what a class {@code Given}
	 * of their page has.
	 * @param name the name for a class around the snippet
	 * @param given whether the page has a class {@code Given}
	 * @return the source, without package and imports
	 */
	String source(String name, boolean given) {
		if (TYPE.matcher(this.code).find()) {
			return this.code;
		}
		String parent = given ? " extends Given" : "";
		if (MEMBER.matcher(this.code).find()) {
			return "class %s%s { %s\n}".formatted(name, parent, this.code);
		}
		return "class %s%s { void run() throws Exception { %s\n} }".formatted(name, parent, this.code);
	}

	/**
	 * Return whether a line of the page belongs to the block.
	 * @param number the line's number, from 1
	 * @return whether the block has it
	 */
	boolean has(int number) {
		return number >= this.line && number < this.line + this.length;
	}

	@Override
	public String toString() {
		return this.page + ":" + this.line;
	}

}
