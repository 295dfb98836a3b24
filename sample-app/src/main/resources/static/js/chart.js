import uPlot from '../webjars/uplot/dist/uPlot.esm.js';
import { element, text } from './dom.js';
import { time } from './format.js';
import { WINDOW } from './history.js';

const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const dark = matchMedia('(prefers-color-scheme: dark)');

const EDGE_PIXELS = 34;

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
		this.value = element('span', { 'class': 'value' });
		this.place = element('div', { 'class': 'plot', 'aria-hidden': 'true' });
		container.append(element('figure', { 'class': 'chart', 'data-chart': name },
			element('figcaption', {}, element('span', {}, title), this.value), this.place));
		new ResizeObserver(() => this.resize()).observe(this.place);
		dark.addEventListener('change', () => this.draw());
	}

	show(history) {
		this.data = [history.column('at'), history.column(this.name)];
		this.latest = history.latest(this.name);
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

	caption() {
		const index = this.plot?.cursor.idx;
		const [times, values] = this.data;
		text(this.value, index != null && times[index] != null
			? `${this.format(values[index])} at ${time(times[index])}` : this.format(this.latest));
	}

	options() {
		const axis = {
			stroke: style('--muted'), font: `11px ${style('--sans')}`, ticks: { show: false },
			grid: { stroke: style('--grid'), width: 1 }
		};
		const colour = style(`--${this.name}`);
		return {
			width: this.place.clientWidth,
			height: this.place.clientHeight,
			padding: [8, 8, 0, 0],
			cursor: { y: false, drag: { setScale: false }, sync: { key: 'queue' }, points: { size: 7 } },
			scales: {
				x: { range: () => [this.end() - WINDOW, this.end()] },
				y: { range: (plot, low, high) => [0, Math.max(1, high ?? 0) * 1.12] }
			},
			axes: [
				{ ...axis, size: 26, gap: 4, space: 90, values: (plot, splits) => splits.map((at) => this.label(at)) },
				{ ...axis, size: 52, gap: 6, space: 34, values: (plot, splits) => splits.map(this.format) }
			],
			series: [{}, { stroke: colour, width: 1.75, fill: `${colour}1f`, points: { size: 5, fill: colour, filter: alone } }],
			hooks: { setCursor: [() => this.caption()] }
		};
	}

	/** No time where the edge would cut it. */
	label(at) {
		const seconds = EDGE_PIXELS / this.place.clientWidth * WINDOW;
		return at > this.end() - seconds ? '' : time(at);
	}

	end() {
		return this.data[0].at(-1) ?? Date.now() / 1000;
	}

}
