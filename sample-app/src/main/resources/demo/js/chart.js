import uPlot from '../webjars/uplot/dist/uPlot.esm.js';
import { element, text } from './dom.js';
import { time } from './format.js';
import { WINDOW } from './history.js';

const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const dark = matchMedia('(prefers-color-scheme: dark)');

const FONT_PIXELS = 11;
const pen = document.createElement('canvas').getContext('2d');

/** How wide a label is. */
function width(label) {
	pen.font = `${FONT_PIXELS}px ${style('--sans')}`;
	return pen.measureText(label).width;
}

/** The samples without a neighbour, which no line shows. */
function alone(plot, series) {
	const values = plot.data[series];
	return values.flatMap((value, index) => value != null && values[index - 1] == null && values[index + 1] == null ? [index] : []);
}

/** One figure of a queue over the last minutes, with its latest value, or that under the pointer. */
export class Chart {

	constructor(container, { name, title, format }) {
		this.name = name;
		this.format = format;
		this.data = [[], []];
		this.end = Date.now() / 1000;
		this.value = element('span', { 'class': 'value' });
		this.when = element('span');
		this.place = element('div', { 'class': 'plot', 'aria-hidden': 'true' });
		container.append(element('figure', { 'class': 'chart', 'data-chart': name },
			element('figcaption', {}, element('span', { 'class': 'title' }, title), this.value, this.when), this.place));
		new ResizeObserver(() => this.resize()).observe(this.place);
		dark.addEventListener('change', () => this.draw());
	}

	/** Show a history, or, without one, what is there already, up to a time. */
	show(history, end) {
		if (history) {
			this.data = [history.column('at'), history.column(this.name)];
		}
		this.end = end;
		this.plot?.setData(this.data);
		this.caption();
	}

	resize() {
		const { clientWidth: width, clientHeight: height } = this.place;
		if (this.plot) {
			this.plot.setSize({ width, height });
		}
		else {
			this.draw();
		}
	}

	draw() {
		this.plot?.destroy();
		this.plot = new uPlot(this.options(), this.data, this.place);
	}

	/** The value under the pointer, else the latest one; with its time where that is not now. */
	caption() {
		const [times, values] = this.data;
		const pointed = this.plot?.cursor.idx;
		const index = pointed != null && times[pointed] != null ? pointed : values.findLastIndex((value) => value != null);
		const now = index === values.length - 1 && index !== pointed;
		text(this.value, this.format(values[index]));
		text(this.when, index < 0 || now ? '' : `at ${time(times[index])}`);
	}

	options() {
		const axis = {
			stroke: style('--muted'), font: `${FONT_PIXELS}px ${style('--sans')}`, ticks: { show: false },
			grid: { stroke: style('--grid'), width: 1 }
		};
		const colour = style(`--${this.name}`);
		return {
			width: this.place.clientWidth,
			height: this.place.clientHeight,
			padding: [8, 8, 0, 0],
			cursor: { y: false, drag: { setScale: false }, sync: { key: 'queue' }, points: { size: 7 } },
			scales: {
				x: { range: () => [this.end - WINDOW, this.end] },
				y: { range: (plot, low, high) => [0, Math.max(1, high ?? 0) * 1.12] }
			},
			axes: [
				{ ...axis, size: 26, gap: 4, space: 90, values: (plot, splits) => splits.map((at) => this.label(plot, at)) },
				{
					...axis, gap: 6, space: 34, values: (plot, splits) => splits.map(this.format),
					size: (plot, labels) => Math.max(30, ...(labels ?? []).map((label) => Math.ceil(width(label ?? '')) + 10))
				}
			],
			series: [{}, { stroke: colour, width: 1.75, fill: `${colour}1f`, points: { size: 5, fill: colour, filter: alone } }],
			hooks: { setCursor: [() => this.caption()] }
		};
	}

	/** No time where an edge would cut it or where it would meet the other axis. */
	label(plot, at) {
		const label = time(at);
		const room = plot.bbox.width / devicePixelRatio;
		const place = (at - this.end + WINDOW) / WINDOW * room;
		const half = width(label) / 2;
		return place < half || place > room - half ? '' : label;
	}

}
