import { showBadges } from './badges.js';
import { Chart } from './chart.js';
import { element, keyed, text } from './dom.js';
import { duration, millis, number, rate, simple, timeOf } from './format.js';

const title = document.getElementById('detail-title');
const badges = document.getElementById('detail-badges');
const findings = document.getElementById('findings');
const container = document.getElementById('charts');
const workerList = document.getElementById('workers');
const totals = document.getElementById('totals');
const since = document.getElementById('since');

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

/** Show one queue's conditions, charts up to a time, and figures; `problem` is what health says of it. */
export function showDetail({ name, view, conditions, history }, problem, now, startedAt) {
	text(title, name);
	showBadges(badges, conditions.filter(({ level }) => level === 'good'));
	showFindings(conditions, problem);
	charts.forEach((chart) => chart.show(history, now));
	text(since, `Since the start at ${timeOf(startedAt)}`);
	TOTALS.forEach(([label, read], index) => {
		if (!totals.children[index]) {
			totals.append(element('div', {}, element('dt', {}, label), element('dd')));
		}
		text(totals.children[index].lastChild, read(view));
	});
}

function showFindings(conditions, problem) {
	const troubled = conditions.filter(({ level }) => level !== 'good');
	findings.hidden = !troubled.length && !problem;
	findings.dataset.level = conditions[0].level;
	keyed(findings.firstElementChild, troubled, ({ word }) => word,
		({ word }) => element('li', {}, element('strong', {}, word), element('span'), element('em')), (row, { text: words, advice }) => {
			text(row.children[1], words);
			text(row.children[2], advice ?? '');
		}, '');
	const details = findings.querySelector('details');
	details.hidden = !problem;
	text(details.lastElementChild, problem?.replaceAll('; ', '\n') ?? '');
}

/** Let the charts go on to a time for which there is no reading. */
export function showTime(now) {
	charts.forEach((chart) => chart.show(null, now));
}

/** Show what one queue's workers do; `queue` is what the endpoint answered. */
export function showWorkers(queue, thresholdMillis) {
	keyed(workerList, queue.workers, (worker) => worker.thread, createWorker,
		(row, worker) => updateWorker(row, worker, thresholdMillis), 'No worker is there.');
}

/** Say why there is nothing to show of the workers. */
export function noWorkers(message) {
	keyed(workerList, [], null, null, null, message);
}

function createWorker(worker) {
	return element('li', { 'class': 'worker' }, element('details', {},
		element('summary', {}, element('code', {}, worker.thread), element('span', { 'class': 'doing' })),
		element('pre', { 'tabindex': '0', 'aria-label': `Stack of ${worker.thread}` })));
}

function updateWorker(row, worker, thresholdMillis) {
	const doing = row.querySelector('.doing');
	const stuck = worker.handling && thresholdMillis && worker.handlingForMillis >= thresholdMillis;
	text(doing, describe(worker, stuck));
	doing.className = `doing${stuck || worker.deadlocked ? ' bad' : worker.handling ? '' : ' idle'}`;
	doing.title = worker.handling ?? '';
	if (row.firstChild.open) {
		text(row.querySelector('pre'), worker.stack.join('\n') || 'No stack is known.');
	}
}

function describe(worker, stuck) {
	if (!worker.handling) {
		return worker.waiting ? `${number(worker.waiting)} waiting` : 'idle';
	}
	return [
		stuck ? `Stuck for ${duration(worker.handlingForMillis)}: ${simple(worker.handling)}`
			: `${simple(worker.handling)} for ${millis(worker.handlingForMillis)}`,
		worker.waiting ? `${number(worker.waiting)} waiting behind it` : null,
		worker.waitsFor ? `waits for ${simple(worker.waitsFor)}${worker.heldBy ? `, held by ${worker.heldBy}` : ''}` : null,
		worker.deadlocked ? 'deadlocked' : null
	].filter(Boolean).join(', ');
}
