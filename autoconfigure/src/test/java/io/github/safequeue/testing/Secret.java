/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.testing;

/**
 * An item whose content must not be seen anywhere.
 *
 * @param content what must not be seen
 */
public record Secret(String content) {

	/** What no output may contain. */
	public static final String CONTENT = "4111-1111-1111-1111";

	public Secret() {
		this(CONTENT);
	}

	@Override
	public String toString() {
		return "card " + this.content;
	}

}
