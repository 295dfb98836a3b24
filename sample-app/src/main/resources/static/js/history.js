/** How many seconds are shown. */
export const WINDOW = 120;

/** The last minutes of one queue, as columns for a chart. */
export class History {

	constructor() {
		this.samples = [];
		this.previous = null;
	}

	/** Take a reading of the server's clock (in seconds) and of the queue. */
	add(at, view) {
		const before = this.previous;
		const restarted = before && view.figures.accepted < before.view.figures.accepted;
		const seconds = before && !restarted ? at - before.at : 0;
		if (before && at <= before.at) {
			return;
		}
		this.samples.push({
			at,
			depth: view.figures.size,
			rate: seconds > 0 ? (view.figures.handled - before.view.figures.handled) / seconds : null,
			waiting: seconds > 0 ? mean(before.view.waiting, view.waiting) : null,
			handling: seconds > 0 ? mean(before.view.handling, view.handling) : null
		});
		this.samples = this.samples.filter((sample) => sample.at > at - WINDOW);
		this.previous = { at, view };
	}

	column(name) {
		return this.samples.map((sample) => sample[name]);
	}

	/** The latest reading that is not empty. */
	latest(name) {
		return this.samples.findLast((sample) => sample[name] != null)?.[name] ?? null;
	}

}

function mean(before, now) {
	const count = now.count - before.count;
	return count > 0 ? (now.totalMillis - before.totalMillis) / count : null;
}
