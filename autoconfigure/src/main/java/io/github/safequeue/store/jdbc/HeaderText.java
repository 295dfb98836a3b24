/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.store.jdbc;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * An item's headers in one column, written as the fields of a form:
 * {@code traceparent=00-..&tracestate=..}.
 */
final class HeaderText {

	private HeaderText() {
	}

	/** Return the text, or {@code null} if there are no headers. */
	static @Nullable String write(Map<String, String> headers) {
		return headers.isEmpty() ? null
				: headers.entrySet()
					.stream()
					.map((header) -> encode(header.getKey()) + "=" + encode(header.getValue()))
					.collect(Collectors.joining("&"));
	}

	/**
	 * Return the headers. A text that {@link #write} has not written has none, so that it
	 * does not keep its item from being handled.
	 */
	static Map<String, String> read(@Nullable String text) {
		if (text == null) {
			return Map.of();
		}
		Map<String, String> headers = new LinkedHashMap<>();
		try {
			for (String header : StringUtils.tokenizeToStringArray(text, "&")) {
				int end = header.indexOf('=');
				headers.put(decode(header.substring(0, end)), decode(header.substring(end + 1)));
			}
		}
		catch (IndexOutOfBoundsException | IllegalArgumentException ex) {
			return Map.of();
		}
		return headers;
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	private static String decode(String text) {
		return URLDecoder.decode(text, StandardCharsets.UTF_8);
	}

}
