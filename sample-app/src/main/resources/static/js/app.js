import { Refusal, get, post, reason } from './api.js';
import { noWorkers, showDetail, showWorkers } from './detail.js';
import { text } from './dom.js';
import { number, time } from './format.js';
import { History } from './history.js';
import { showLetters } from './letters.js';
import { act } from './notice.js';
import { selected, showQueues } from './queues.js';
import { showScenarios } from './scenarios.js';

const PERIOD_MILLIS = 1000;

const main = document.getElementById('main');
const connection = document.getElementById('connection');
const trouble = document.getElementById('trouble');

const histories = new Map();
let overview = null;

function historyOf(name) {
	if (!histories.has(name)) {
		histories.set(name, new History());
	}
	return histories.get(name);
}

function show() {
	showQueues(overview.queues, histories, () => {
		show();
		readWorkers();
	});
	const view = overview.queues.find((candidate) => candidate.figures.name === selected());
	if (view) {
		showDetail(view, historyOf(view.figures.name));
	}
}

async function readQueues() {
	overview = await get('api/queues');
	const at = Date.parse(overview.at) / 1000;
	overview.queues.forEach((view) => historyOf(view.figures.name).add(at, view));
	show();
	showLetters(overview.deadLetters);
}

async function readWorkers() {
	const name = selected();
	if (!name) {
		return;
	}
	try {
		const queue = await get(`actuator/safequeues/${encodeURIComponent(name)}`);
		if (name === selected()) {
			showWorkers(queue);
		}
	}
	catch (error) {
		noWorkers(error instanceof Refusal && error.status === 404 ? 'The endpoint safequeues is not exposed.' : reason(error));
	}
}

async function readScenarios() {
	showScenarios(await get('api/scenarios'), readScenarios);
}

function live() {
	main.classList.remove('stale');
	trouble.hidden = true;
	connection.className = 'connection live';
	text(connection, 'live');
}

function lost(error) {
	main.classList.add('stale');
	connection.className = 'connection lost';
	text(connection, 'no data');
	const seen = overview ? ` What you see is from ${time(Date.parse(overview.at) / 1000)}.` : '';
	text(trouble, `${reason(error)}${seen} This page tries again every second.`);
	trouble.hidden = false;
}

/** Read everything; one reading ends before the next begins. */
async function read() {
	if (!document.hidden) {
		try {
			await readQueues();
			await Promise.all([readWorkers(), readScenarios()]);
			live();
		}
		catch (error) {
			lost(error);
		}
	}
	setTimeout(read, PERIOD_MILLIS);
}

for (const button of document.querySelectorAll('[data-orders]')) {
	act(button, async () => {
		const { accepted, refused } = await post('api/traffic', { orders: Number(button.dataset.orders) });
		return `${number(accepted)} orders accepted, ${number(refused)} refused${refused ? ': the queue was full' : ''}.`;
	});
}
act(document.querySelector('[data-failing]'), async () => {
	await post('orders', { customerId: 'page', product: 'broken', quantity: 1 });
	return 'Order accepted. It will fail three times.';
});

read();
