import { post } from './api.js';
import { act } from './buttons.js';
import { element, keyed, text } from './dom.js';
import { NONE, UNBOUNDED, isoMillis, millis, number, simple, time, timeOf } from './format.js';

const section = document.getElementById('store');
const state = document.getElementById('store-state');
const storeFigures = document.getElementById('store-figures');
const outgoingFigures = document.getElementById('outgoing');
const title = document.getElementById('stored-letters-title');
const list = document.getElementById('stored-letters');

const STORE = [
	['waiting', ({ waiting, waitingIsLowerBound }) => `${number(waiting)}${waitingIsLowerBound ? ' or more' : ''}`],
	['longest wait', ({ oldestWaiting, waiting }) => waiting ? millis(isoMillis(oldestWaiting)) : NONE],
	['dead letters', ({ dead }) => number(dead)]
];

const OUTGOING = [
	['waiting', ({ size, capacity }) => `${number(size)}${capacity === UNBOUNDED ? '' : ` of ${number(capacity)}`}`],
	['being written', ({ inFlight }) => number(inFlight)],
	['accepted', ({ accepted }) => number(accepted)],
	['stored', ({ handled }) => number(handled)],
	['failed', ({ failed }) => number(failed)],
	['not stored', ({ undelivered }) => number(undelivered)],
	['refused: full', ({ rejectedFull }) => number(rejectedFull)],
	['refused: closed', ({ rejectedClosed }) => number(rejectedClosed)]
];

/**
 * Show the store of a queue that has one; `queue` is what the endpoint answered, and `onChange` reads it again.
 * Where the endpoint did not answer, `known` is false.
 */
export function showStore(queue, onChange, known = queue.store?.available) {
	const { store, outgoing } = queue;
	section.hidden = !store;
	if (!store) {
		return;
	}
	const since = timeOf(store.since);
	text(state, `The store (${store.type}) has ${store.available ? '' : 'not '}been available since ${since}.`);
	state.className = store.available ? 'hint' : 'hint bad';
	showFigures(storeFigures, STORE, store, known);
	showFigures(outgoingFigures, OUTGOING, outgoing, true);
	keyed(list, queue.deadLetters ?? [], ({ id }) => `${queue.name} ${id}`, (letter) => create(queue.name, letter, onChange), () => undefined,
		queue.deadLetters ? 'None.' : 'Not known.');
}

function showFigures(container, labels, figures, known) {
	labels.forEach(([label, read], index) => {
		if (!container.children[index]) {
			container.append(element('div', {}, element('dt', {}, label), element('dd')));
		}
		text(container.children[index].lastChild, known ? read(figures) : NONE);
	});
}

function create(name, { id, cause, deliveries, failedAt }, onChange) {
	const button = element('button', { 'type': 'button', 'data-requeue': id, 'aria-label': `Put back ${id}` }, 'Put back');
	act(button, async () => {
		await post(`api/queues/${encodeURIComponent(name)}`, { action: 'requeue', id });
		const focused = document.activeElement === button;
		await onChange();
		if (focused && !button.isConnected) {
			(list.querySelector('button') ?? title).focus();
		}
		return 'The dead letter waits in the queue again.';
	});
	return element('li', { 'class': 'letter stored' },
		element('time', { datetime: failedAt }, time(Date.parse(failedAt) / 1000)),
		element('code', { title: id }, id),
		element('code', { title: cause }, simple(cause)),
		element('span', { 'class': 'attempts' }, deliveries === 1 ? '1 delivery' : `${deliveries} deliveries`),
		button);
}
