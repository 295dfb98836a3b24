/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import org.springframework.boot.json.JsonParserFactory;

/**
 * Draws throughput against producers, a line for each contender, from the JSON that
 * {@link Comparison} leaves. Called with the JSON's path and the SVG's.
 */
public final class ThroughputPlot {

	private static final int WIDTH = 420;

	private static final int HEIGHT = 420;

	private static final int TOP = 70;

	private static final int[] LEFT = { 60, 700 };

	private static final double LOWEST = 0.1;

	private static final double HIGHEST = 100;

	private static final List<String> COLOURS = List.of("#8a8a8a", "#c4392f", "#8c6d1f", "#b08a2e", "#5b7f3a",
			"#2f6db5", "#7a4fa3", "#a8508f", "#1f8a8a", "#4fb3b3", "#d07f3c");

	private final StringBuilder svg = new StringBuilder();

	private ThroughputPlot() {
	}

	/**
	 * Draw.
	 * @param args the path of the JSON and of the SVG
	 * @throws IOException if one of them cannot be read or written
	 */
	public static void main(String... args) throws IOException {
		ThroughputPlot plot = new ThroughputPlot();
		plot.draw(JsonParserFactory.getJsonParser().parseList(Files.readString(Path.of(args[0]))));
		Files.writeString(Path.of(args[1]), plot.svg);
	}

	private void draw(List<Object> rows) {
		line("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1300 560\" font-family=\"sans-serif\" font-size=\"13\">");
		line("<rect width=\"1300\" height=\"560\" fill=\"#ffffff\"/>");
		text(LEFT[0], 28, "font-size=\"17\" font-weight=\"bold\"",
				"Throughput, empty handler, million items a second (logarithmic)");
		List<Integer> capacities = rows.stream().map((row) -> number(row, "capacity").intValue()).distinct().toList();
		for (int i = 0; i < Math.min(capacities.size(), LEFT.length); i++) {
			panel(LEFT[i], capacities.get(i), rows);
		}
		line("</svg>");
	}

	private void panel(int left, int capacity, List<Object> rows) {
		text(left, TOP - 14, "", "capacity %,d".formatted(capacity));
		Map<String, NavigableMap<Integer, Double>> lines = new TreeMap<>();
		TreeMap<Integer, Integer> columns = new TreeMap<>();
		for (Object row : rows) {
			if (number(row, "capacity").intValue() == capacity && number(row, "work").intValue() == 0) {
				int producers = number(row, "producers").intValue();
				columns.put(producers, 0);
				lines.computeIfAbsent((String) field(row, "contender"), (key) -> new TreeMap<>())
					.put(producers, number(row, "rate").doubleValue());
			}
		}
		int column = 0;
		for (Map.Entry<Integer, Integer> entry : columns.entrySet()) {
			int x = left + 20 + column++ * (WIDTH - 40) / Math.max(1, columns.size() - 1);
			entry.setValue(x);
			text(x, TOP + HEIGHT + 22, "text-anchor=\"middle\"", Integer.toString(entry.getKey()));
		}
		text(left + WIDTH / 2, TOP + HEIGHT + 46, "text-anchor=\"middle\"", "producers");
		for (double rate = LOWEST; rate <= HIGHEST; rate *= 10) {
			line(String.format(Locale.ROOT, "<path d=\"M%d %.1fh%d\" stroke=\"#dddddd\"/>", left, y(rate), WIDTH));
			text(left - 8, y(rate) + 4, "text-anchor=\"end\"", (rate < 1) ? "0.1" : Integer.toString((int) rate));
		}
		lines(left, columns, lines);
	}

	private void lines(int left, Map<Integer, Integer> columns, Map<String, NavigableMap<Integer, Double>> lines) {
		List<String> names = new ArrayList<>(lines.keySet());
		names.sort((a, b) -> Double.compare(lines.get(b).lastEntry().getValue(), lines.get(a).lastEntry().getValue()));
		double free = TOP;
		for (String name : names) {
			int place = Entry.PEERS.indexOf(name);
			String colour = COLOURS.get(Math.max(place, 0) % COLOURS.size());
			int width = name.equals(Entry.QUEUE) ? 4 : 2;
			StringBuilder path = new StringBuilder();
			lines.get(name)
				.forEach((producers, rate) -> path.append(String.format(Locale.ROOT, "%s%d %.1f",
						(path.isEmpty()) ? "M" : "L", columns.get(producers), y(rate))));
			line("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%d\"/>".formatted(path, colour, width));
			// Names stand below each other, however close the lines end.
			double at = Math.max(y(lines.get(name).lastEntry().getValue()), free);
			free = at + 16;
			text(left + WIDTH + 4, at + 4,
					"fill=\"%s\"%s".formatted(colour, name.equals(Entry.QUEUE) ? " font-weight=\"bold\"" : ""), name);
		}
	}

	private static double y(double rate) {
		double part = (Math.log10(Math.max(rate, LOWEST)) - Math.log10(LOWEST))
				/ (Math.log10(HIGHEST) - Math.log10(LOWEST));
		return TOP + HEIGHT * (1 - part);
	}

	private void text(double x, double y, String attributes, String text) {
		line(String.format(Locale.ROOT, "<text x=\"%.0f\" y=\"%.1f\" %s>%s</text>", x, y, attributes, text));
	}

	private void line(String line) {
		this.svg.append(line).append('\n');
	}

	private static Number number(Object row, String name) {
		Object value = field(row, name);
		return (value instanceof Number number) ? number : Double.valueOf(value.toString());
	}

	private static Object field(Object row, String name) {
		return ((Map<?, ?>) row).get(name);
	}

}
