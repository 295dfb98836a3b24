/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.demo.page;

/**
 * Finds text that is hard to read.
 */
final class Readability {

	/**
	 * Returns the visible texts whose contrast with what is behind them is less than 4.5.
	 */
	static final String SCRIPT = """
			const part = (value) => {
				const share = value / 255;
				return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
			};
			const light = ([red, green, blue]) => 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue);
			const colour = (text) => text.match(/[\\d.]+/g).map(Number);
			const behind = (element) => {
				for (let at = element; at; at = at.parentElement) {
					const found = colour(getComputedStyle(at).backgroundColor);
					if (found.length === 3 || found[3] === 1) {
						return found;
					}
				}
				return [255, 255, 255];
			};
			return [...document.querySelectorAll('body *')]
				.filter((element) => element.checkVisibility({ visibilityProperty: true }))
				.filter((element) => [...element.childNodes].some((child) => child.nodeType === 3 && child.data.trim()))
				.map((element) => {
					const [one, other] = [light(colour(getComputedStyle(element).color)), light(behind(element))];
					return { element, contrast: (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05) };
				})
				.filter(({ contrast }) => contrast < 4.5)
				.map(({ element, contrast }) => `${contrast.toFixed(2)} ${element.outerHTML.slice(0, 100)}`);
			""";

	private Readability() {
	}

}
