import { Chart } from './chart.js';
import { element, keyed, text } from './dom.js';
import { millis, number, rate, simple } from './format.js';

const container = document.getElementById('charts');
const workerList = document.getElementById('workers');
const totals = document.getElementById('totals');

const charts = [
	{ name: 'depth', title: 'Items that wait', format: number },
	{ name: 'rate', title: 'Handled', format: rate },
	{ name: 'waiting', title: 'Time in the queue, sampled', format: millis },
	{ name: 'handling', title: 'Time in the handler, mean', format: millis }
].map((options) => new Chart(container, options));

const TOTALS = [
	['accepted', (view) => number(view.figures.accepted)],
	['handled', (view) => number(view.figures.handled)],
	['failed', (view) => number(view.figures.failed)],
	['undelivered', (view) => number(view.figures.undelivered)],
	['retried', (view) => number(view.figures.retried)],
	['refused: full', (view) => number(view.figures.rejectedFull)],
	['refused: closed', (view) => number(view.figures.rejectedClosed)],
	['longest wait', (view) => millis(view.waiting.count ? view.waiting.maxMillis : null)],
	['longest handling', (view) => millis(view.handling.count ? view.handling.maxMillis : null)]
];

/** Show one queue's charts and figures. */
export function showDetail(view, history) {
	text(document.getElementById('detail-title'), view.figures.name);
	charts.forEach((chart) => chart.show(history));
	TOTALS.forEach(([name, read], index) => {
		if (!totals.children[index]) {
			totals.append(element('div', {}, element('dt', {}, name), element('dd')));
		}
		text(totals.children[index].lastChild, read(view));
	});
}

/** Show what one queue's workers do; `queue` is what the endpoint answered. */
export function showWorkers(queue) {
	keyed(workerList, queue.workers, (worker) => worker.thread, createWorker, updateWorker, 'No worker is there.');
}

/** Say why there is nothing to show of the workers. */
export function noWorkers(message) {
	keyed(workerList, [], null, null, null, message);
}

function createWorker(worker) {
	return element('li', { 'class': 'worker' }, element('details', {},
		element('summary', {}, element('code', {}, worker.thread), element('span')), element('pre', { tabindex: '0' })));
}

function updateWorker(row, worker) {
	const doing = row.querySelector('span');
	text(doing, describe(worker));
	doing.className = worker.handling ? '' : 'idle';
	doing.title = worker.handling ?? '';
	if (row.firstChild.open) {
		text(row.querySelector('pre'), worker.stack.join('\n') || 'No stack is known.');
	}
}

function describe(worker) {
	if (!worker.handling) {
		return worker.waiting ? `${number(worker.waiting)} waiting` : 'idle';
	}
	return [
		`${simple(worker.handling)} for ${millis(worker.handlingForMillis)}`,
		worker.waiting ? `${number(worker.waiting)} waiting` : null,
		worker.waitsFor ? `waits for ${simple(worker.waitsFor)}${worker.heldBy ? `, held by ${worker.heldBy}` : ''}` : null,
		worker.deadlocked ? 'deadlocked' : null
	].filter(Boolean).join(', ');
}
