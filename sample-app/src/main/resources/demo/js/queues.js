import { post } from './api.js';
import { showBadges } from './badges.js';
import { act } from './buttons.js';
import { accepting } from './condition.js';
import { element, keyed, text } from './dom.js';
import { NONE, UNBOUNDED, number, rate } from './format.js';

const PREFERRED = 'orders';

const list = document.getElementById('queues');
let chosen = null;

/** The name of the queue that is looked at. */
export function selected() {
	return chosen;
}

/**
 * Show all queues, the worst first; each item has the name, the view, the conditions and the history of one.
 * `onSelect` is called when another one is chosen.
 */
export function showQueues(items, onSelect) {
	if (!items.some(({ name }) => name === chosen)) {
		chosen = preferred(items)?.name ?? null;
	}
	keyed(list, items, ({ name }) => name, ({ name }) => create(name, onSelect), update, 'There is no queue.');
}

function preferred(items) {
	const [worst] = items;
	return worst && worst.conditions[0].level !== 'good' ? worst : items.find(({ name }) => name === PREFERRED) ?? worst;
}

function create(name, onSelect) {
	const input = element('input', { 'type': 'radio', 'name': 'queue', 'value': name, 'aria-describedby': `says-${name}` });
	const button = element('button', { type: 'button' });
	input.addEventListener('change', () => {
		chosen = name;
		onSelect();
	});
	act(button, async () => {
		const answer = await post(`api/queues/${encodeURIComponent(name)}`, { action: button.dataset.action });
		showAction(button, name, answer.state);
		return `Queue ${name} is ${answer.state.toLowerCase()}.`;
	});
	return element('li', { 'class': 'queue', 'data-queue': name },
		element('label', {}, input, element('span', { 'class': 'name' }, name), element('span', { 'class': 'badges' })), button,
		element('p', { 'class': 'says', 'id': `says-${name}` }),
		element('div', { 'class': 'meter', 'aria-hidden': 'true' }, element('span')),
		element('div', { 'class': 'figures' }, element('span', { 'class': 'depth' }), element('span', { 'class': 'rate' })));
}

function update(row, { name, view, conditions, history }) {
	const { size, capacity } = accepting(view);
	const bounded = capacity !== UNBOUNDED;
	const troubled = conditions.filter(({ level }) => level !== 'good');
	const says = row.querySelector('.says');
	row.dataset.level = conditions[0].level;
	row.querySelector('input').checked = name === chosen;
	showBadges(row.querySelector('.badges'), conditions);
	text(says, troubled.map((condition) => condition.text).join(' '));
	says.hidden = !troubled.length;
	text(row.querySelector('.depth'), `${number(size)}${bounded ? ` of ${number(capacity)}` : ''} waiting${view.outgoing ? ' to be stored' : ''}, `
		+ `${number(view.figures.inFlight)} in flight`);
	const handled = history.latest('rate');
	text(row.querySelector('.rate'), handled == null ? NONE : `${rate(handled)} handled`);
	row.querySelector('.meter span').style.width = `${bounded ? Math.min(100, 100 * size / capacity) : 0}%`;
	showAction(row.querySelector('button'), name, view.figures.state);
}

function showAction(button, name, state) {
	const action = state === 'PAUSED' ? 'resume' : 'pause';
	button.dataset.action = action;
	button.ariaLabel = `${action} ${name}`;
	text(button, action === 'pause' ? 'Pause' : 'Resume');
}
