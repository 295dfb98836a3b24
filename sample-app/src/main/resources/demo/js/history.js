import { accepting } from './condition.js';

/** How many seconds are shown. */
export const WINDOW = 120;

/** Readings that are further apart than this many seconds have a gap between them. */
const GAP = 3;

const NOTHING = { depth: null, rate: null, waiting: null, handling: null };

/** The last minutes of one queue, as columns for a chart. */
export class History {

	constructor() {
		this.samples = [];
		this.previous = null;
	}

	/** Take a reading of the server's clock (in seconds) and of the queue; `run` tells one start of the server from another. */
	add(at, view, run) {
		const before = this.previous;
		if (before && at <= before.at) {
			return;
		}
		const next = before && before.run === run && at - before.at <= GAP;
		if (before && !next) {
			this.samples.push({ ...NOTHING, at: (before.at + at) / 2 });
		}
		const { handled, failed } = view.figures;
		const { size, undelivered, rejectedFull } = accepting(view);
		this.samples.push({
			at, run, handled, failed, undelivered, rejectedFull, depth: size,
			rate: next ? (handled - before.view.figures.handled) / (at - before.at) : null,
			waiting: next ? mean(before.view.waiting, view.waiting) : null,
			handling: next ? mean(before.view.handling, view.handling) : null
		});
		this.samples = this.samples.filter((sample) => sample.at > at - WINDOW);
		this.previous = { at, run, view };
	}

	column(name) {
		return this.samples.map((sample) => sample[name]);
	}

	/** The latest reading of a figure, `null` if there is none. */
	latest(name) {
		return this.samples.at(-1)?.[name] ?? null;
	}

	/** By how much a counter has grown in the last seconds, as far as this page saw it. */
	growth(name, seconds = WINDOW) {
		const now = this.samples.at(-1);
		const first = this.samples.find((sample) => sample.run === now.run && sample.at >= now.at - seconds);
		return now[name] - first[name];
	}

	/** For how many seconds items have waited and none was handled. */
	standstill() {
		const now = this.samples.at(-1);
		let since = now.at;
		for (const sample of [...this.samples].reverse()) {
			if (sample.at !== now.at && sample.run == null) {
				continue;
			}
			if (sample.run !== now.run || sample.handled !== now.handled || !sample.depth) {
				break;
			}
			since = sample.at;
		}
		return now.at - since;
	}

}

function mean(before, now) {
	const count = now.count - before.count;
	return count > 0 ? (now.totalMillis - before.totalMillis) / count : null;
}
