import { post } from './api.js';
import { act, turnOff } from './buttons.js';
import { element, keyed, text } from './dom.js';

const list = document.getElementById('scenarios');

const STATES = {
	NEW: () => ['', ''],
	WAITING: () => ['Waits in the queue scenarios.', ''],
	RUNNING: (scenario) => [`Running for ${seconds(scenario.millis)}.`, ''],
	MEASURED: (scenario) => scenario.passed ? [`SafeQueue met every guarantee. Measured in ${seconds(scenario.millis)}.`, 'good']
		: [`SafeQueue violated a guarantee. ${scenario.result.violations.join('; ')}`, 'bad'],
	FAILED: () => ['Could not be run; see the server’s log.', 'bad'],
	STOPPED: () => ['Stopped, because the application closes.', 'bad']
};

/** Show the scenarios of the comparison; `onStart` is called when one was requested. */
export function showScenarios(scenarios, onStart) {
	const busy = scenarios.some((scenario) => isOn(scenario));
	keyed(list, scenarios, (scenario) => scenario.id, (scenario) => create(scenario, onStart), (card, scenario) => update(card, scenario, busy),
		'There is no scenario.');
}

function isOn(scenario) {
	return scenario.state === 'WAITING' || scenario.state === 'RUNNING';
}

function seconds(millis) {
	return `${Math.max(0, (millis ?? 0) / 1000).toFixed(0)}\u00a0s`;
}

function create(scenario, onStart) {
	const button = element('button', { 'type': 'button', 'aria-label': `Run ${scenario.title}` }, 'Run');
	act(button, async () => {
		await post(`api/scenarios/${encodeURIComponent(scenario.id)}`, {});
		onStart();
		return `Scenario requested: ${scenario.title}.`;
	});
	return element('li', { 'class': 'panel scenario', 'data-scenario': scenario.id },
		element('div', { 'class': 'heading' }, element('h3', {}, scenario.title), button),
		element('p', {}, scenario.description), element('p', { 'class': 'state', 'role': 'status' }));
}

function update(card, scenario, busy) {
	const [words, mood] = STATES[scenario.state](scenario);
	const state = card.querySelector('.state');
	// While it runs the words change every second: read out only how it began and ended.
	state.ariaLive = scenario.state === 'RUNNING' ? 'off' : 'polite';
	state.className = `state ${mood}`;
	state.hidden = !words;
	text(state, words);
	const button = card.querySelector('button');
	turnOff(button, 'busy', busy);
	text(button, isOn(scenario) ? 'Running' : scenario.state === 'NEW' ? 'Run' : 'Run again');
	showResult(card, scenario);
}

function showResult(card, scenario) {
	const shown = scenario.result ? scenario.startedAt : '';
	if (card.dataset.shown === shown) {
		return;
	}
	card.dataset.shown = shown;
	card.querySelector('table')?.remove();
	if (scenario.result) {
		card.querySelector('.state').before(table(scenario));
	}
}

function table({ title, result: { table: { header, rows } } }) {
	const [first, ...columns] = header;
	return element('table', {}, element('caption', { 'class': 'hidden' }, `Measured: ${title}`),
		element('thead', {}, element('tr', {}, element('td', {}, first),
			...columns.map((column) => element('th', { scope: 'col' }, ...breakable(column))))),
		element('tbody', {}, ...rows.map(([name, ...cells]) => element('tr', {}, element('th', { scope: 'row' }, name),
			...cells.map((cell) => element('td', {}, cell))))));
}

/** Let a long name of a class or method go on in the next line between its words. */
function breakable(name) {
	return name.split(/(?=[.])|(?<=[a-z])(?=[A-Z][a-z])/).flatMap((word, index) => index ? [element('wbr'), word] : [word]);
}
