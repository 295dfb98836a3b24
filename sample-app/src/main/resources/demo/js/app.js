import { get, post, reason } from './api.js';
import { act, turnAllOff } from './buttons.js';
import { compare, conditions, unknown } from './condition.js';
import { noWorkers, showDetail, showTime, showWorkers } from './detail.js';
import { number, plural, time } from './format.js';
import { History } from './history.js';
import { showLetters } from './letters.js';
import { selected, showQueues } from './queues.js';
import { showScenarios } from './scenarios.js';
import { showStore } from './store.js';
import { showAbsence, showLinks, showPresence, showRestart, showVerdict } from './summary.js';

const PERIOD_MILLIS = 1000;

const main = document.getElementById('main');

const histories = new Map();
let overview = null;
let readAt = 0;
let away = false;

function historyOf(name) {
	if (!histories.has(name)) {
		histories.set(name, new History());
	}
	return histories.get(name);
}

const seconds = () => Date.parse(overview.at) / 1000;

/** The server's clock by the time that has passed here since the last reading. */
const now = () => seconds() + (away ? (performance.now() - readAt) / 1000 : 0);

/** The queues with all that is known of them, the worst first. */
function items() {
	return overview.queues.map((view) => {
		const { name } = view.figures;
		const history = historyOf(name);
		return { name, view, history, conditions: conditions(view, history, overview.health) };
	}).sort((one, other) => compare(one.conditions, other.conditions) || (one.name < other.name ? -1 : 1));
}

function show() {
	const known = items();
	if (!away) {
		showVerdict(known, overview.health);
	}
	const shown = away ? known.map((item) => ({ ...item, conditions: unknown(item.conditions, time(seconds())) })) : known;
	showQueues(shown, () => {
		show();
		readWorkers();
	});
	const item = shown.find(({ name }) => name === selected());
	if (item) {
		showDetail(item, away ? null : overview.health.problems[item.name], now(), overview.server.startedAt);
	}
}

async function readQueues() {
	const before = overview;
	overview = await get('api/queues');
	readAt = performance.now();
	away = false;
	const { startedAt } = overview.server;
	overview.queues.forEach((view) => historyOf(view.figures.name).add(seconds(), view, startedAt));
	if (before && before.server.startedAt !== startedAt) {
		showRestart(startedAt);
	}
	show();
	showLetters(overview.deadLetters);
	showLinks(overview.server);
}

async function readWorkers() {
	const name = selected();
	if (!name || away) {
		return;
	}
	const view = overview.queues.find(({ figures }) => figures.name === name);
	try {
		const queue = await get(`api/queues/${encodeURIComponent(name)}`);
		if (name === selected()) {
			showWorkers(queue, view?.diagnosis.thresholdMillis);
			showStore(queue, readWorkers);
		}
	}
	catch (error) {
		noWorkers(reason(error));
		showStore({ name, ...view }, readWorkers, false);
	}
}

async function readScenarios() {
	showScenarios(await get('api/scenarios'), readScenarios);
}

function live() {
	main.classList.remove('stale');
	turnAllOff(false);
	showPresence(overview);
}

function lost(error) {
	const first = !away;
	away = true;
	main.classList.add('stale');
	turnAllOff(true);
	if (overview && first) {
		show();
	}
	else if (overview) {
		showTime(now());
	}
	showAbsence(reason(error), overview && seconds());
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

const orderOne = (product, outcome) => async () => {
	await post('orders', { customerId: `page-${product}`, product, quantity: 1 });
	return outcome;
};
act(document.querySelector('[data-order=failing]'), orderOne('broken', 'Order accepted. It will fail three times.'));
act(document.querySelector('[data-order=stuck]'), orderOne('stuck', 'Order accepted. It will keep its worker until it is released.'));
act(document.querySelector('[data-release]'), async () => {
	const { released } = await post('api/release', {});
	return `${plural(released, 'order goes', 'orders go')} on.`;
});

turnAllOff(true);
read();
