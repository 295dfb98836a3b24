/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.demo.page;

import java.util.List;
import java.util.Map;

/**
 * What is drawn in the charts of the page. A canvas has no elements to look at.
 */
final class Plot {

	/**
	 * Records, before the scripts of a page run, where its canvases have which text:
	 * {@code window.labels(canvas)}.
	 */
	static final String RECORDER = """
			const drawn = new WeakMap();
			const { clearRect, fillText } = CanvasRenderingContext2D.prototype;
			window.labels = (canvas) => drawn.get(canvas) ?? [];
			CanvasRenderingContext2D.prototype.clearRect = function (...given) {
				drawn.set(this.canvas, []);
				return clearRect.apply(this, given);
			};
			CanvasRenderingContext2D.prototype.fillText = function (text, x, y, ...given) {
				const at = this.getTransform().transformPoint({ x, y });
				const size = this.measureText(text);
				if (text) {
					drawn.get(this.canvas)?.push({
						text, left: at.x - size.actualBoundingBoxLeft, right: at.x + size.actualBoundingBoxRight,
						top: at.y - size.actualBoundingBoxAscent, bottom: at.y + size.actualBoundingBoxDescent
					});
				}
				return fillText.call(this, text, x, y, ...given);
			};
			""";

	/**
	 * Returns the labels of all charts that meet each other or an edge.
	 */
	static final String UNREADABLE = """
			const meet = (one, other) => one.left < other.right + 3 && other.left < one.right + 3
				&& one.top < other.bottom && other.top < one.bottom;
			return [...document.querySelectorAll('.plot canvas')].flatMap((canvas) => {
				const all = window.labels(canvas);
				const wrong = all.filter((label) => label.left < 0 || label.right > canvas.width || label.top < 0 || label.bottom > canvas.height
					|| all.some((other) => other !== label && meet(label, other)));
				return [...wrong.map(({ text }) => text), ...all.length < 2 ? ['no labels'] : []];
			});
			""";

	private static final String ADD = """
			const [values, width, format] = arguments;
			return Promise.all([import('/js/chart.js'), import('/js/format.js')]).then(([{ Chart }, formats]) => {
				document.querySelector('#extra')?.remove();
				const place = document.createElement('div');
				place.id = 'extra';
				place.style.width = `${width}px`;
				document.querySelector('#charts').after(place);
				const now = Date.now() / 1000;
				const times = values.map((value, index) => now - values.length + 1 + index);
				new Chart(place, { name: 'rate', title: 'extra', format: formats[format] })
					.show({ column: (name) => name === 'at' ? times : values }, now);
				return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))));
			});
			""";

	private static final String COLUMNS = """
			const canvas = document.querySelector(`[data-chart=${arguments[0]}] canvas`);
			const hex = getComputedStyle(document.documentElement).getPropertyValue(`--${arguments[0]}`).trim();
			const wanted = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
			const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
			const columns = new Set();
			for (let at = 0; at < data.length; at += 4) {
				if (wanted.every((value, part) => Math.abs(data[at + part] - value) < 24) && data[at + 3] > 200) {
					columns.add(at / 4 % canvas.width);
				}
			}
			return [...columns].sort((one, other) => one - other);
			""";

	private Plot() {
	}

	/**
	 * Return the columns of a chart's pixels in which something has the chart's colour.
	 */
	@SuppressWarnings("unchecked")
	static List<Long> columns(Browser browser, String chart) {
		return (List<Long>) browser.run(COLUMNS, chart);
	}

	/** Return the widest space between what is drawn of a chart, in pixels. */
	static long widestGap(Browser browser, String chart) {
		List<Long> columns = columns(browser, chart);
		long widest = 0;
		for (int at = 1; at < columns.size(); at++) {
			widest = Math.max(widest, columns.get(at) - columns.get(at - 1) - 1);
		}
		return widest;
	}

	/** Return the space behind what is drawn of a chart, in pixels. */
	static long emptyAtTheEnd(Browser browser, String chart) {
		List<Long> columns = columns(browser, chart);
		return (Long) browser.run("return document.querySelector(`[data-chart=${arguments[0]}] canvas`).width", chart)
				- (columns.isEmpty() ? 0 : columns.get(columns.size() - 1));
	}

	/**
	 * Put a chart of its own below those of the page: a format, values, and a width in
	 * pixels.
	 */
	static void add(Browser browser, Map.Entry<String, List<Double>> values, int width) {
		browser.run(ADD, values.getValue(), width, values.getKey());
	}

}
