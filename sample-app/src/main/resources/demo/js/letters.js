import { element, keyed } from './dom.js';
import { simple, time } from './format.js';

const list = document.getElementById('letters');

/** Show the latest dead letters. */
export function showLetters(letters) {
	keyed(list, letters, (letter) => letter.number, create, () => undefined,
		'None. What fails for the last time and goes to no dead-letter queue appears here.');
}

function create(letter) {
	return element('li', { 'class': 'letter' },
		element('time', { datetime: letter.failedAt }, time(Date.parse(letter.failedAt) / 1000)),
		element('span', {}, letter.queue),
		element('code', { title: letter.item }, simple(letter.item)),
		element('code', { title: letter.cause }, simple(letter.cause)),
		element('span', { 'class': 'attempts' }, letter.attempts === 1 ? '1 attempt' : `${letter.attempts} attempts`));
}
