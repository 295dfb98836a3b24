import { post } from './api.js';
import { element, keyed, text } from './dom.js';
import { NONE, UNBOUNDED, number, rate } from './format.js';
import { act } from './notice.js';

const PREFERRED = 'orders';

const list = document.getElementById('queues');
let chosen = null;

/** The name of the queue that is looked at. */
export function selected() {
	return chosen;
}

/** Show all queues; `onSelect` is called when another one is chosen. */
export function showQueues(views, histories, onSelect) {
	const names = views.map((view) => view.figures.name);
	if (!names.includes(chosen)) {
		chosen = names.includes(PREFERRED) ? PREFERRED : names[0] ?? null;
	}
	keyed(list, views, (view) => view.figures.name, (view) => create(view.figures.name, onSelect),
		(row, view) => update(row, view.figures, histories.get(view.figures.name)), 'There is no queue.');
}

function create(name, onSelect) {
	const input = element('input', { type: 'radio', name: 'queue', value: name });
	const row = element('li', { 'class': 'queue', 'data-queue': name },
		element('label', {}, input, element('span', {}, name), element('span', { 'class': 'badge' })),
		element('button', { type: 'button' }),
		element('div', { 'class': 'meter', 'aria-hidden': 'true' }, element('span')),
		element('div', { 'class': 'figures' }, element('span', { 'class': 'depth' }), element('span', { 'class': 'rate' })));
	input.addEventListener('change', () => {
		chosen = name;
		onSelect();
	});
	const button = row.querySelector('button');
	act(button, async () => {
		const answer = await post(`actuator/safequeues/${encodeURIComponent(name)}`, { action: button.dataset.action });
		showState(row, answer.state);
		return `Queue ${name} is ${answer.state.toLowerCase()}.`;
	});
	return row;
}

function update(row, figures, history) {
	const bounded = figures.capacity !== UNBOUNDED;
	row.querySelector('input').checked = figures.name === chosen;
	showState(row, figures.state);
	text(row.querySelector('.depth'), `${number(figures.size)}${bounded ? ` of ${number(figures.capacity)}` : ''} waiting, `
		+ `${number(figures.inFlight)} in flight`);
	const handled = history.latest('rate');
	text(row.querySelector('.rate'), handled == null ? NONE : rate(handled));
	row.querySelector('.meter span').style.width = `${bounded ? Math.min(100, 100 * figures.size / figures.capacity) : 0}%`;
}

function showState(row, state) {
	const badge = row.querySelector('.badge');
	text(badge, state.toLowerCase());
	badge.className = `badge${state === 'RUNNING' ? '' : state === 'CLOSED' ? ' bad' : ' warn'}`;
	const button = row.querySelector('button');
	const action = state === 'PAUSED' ? 'resume' : 'pause';
	button.dataset.action = action;
	button.ariaLabel = `${action} ${row.dataset.queue}`;
	text(button, action === 'pause' ? 'Pause' : 'Resume');
}
