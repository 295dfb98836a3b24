import { element } from './dom.js';

/** Show the words for conditions; each has a sign, too, so that its colour is not all that tells. */
export function showBadges(container, conditions) {
	const shown = conditions.map(({ level, word }) => `${level} ${word}`).join();
	if (container.dataset.shown !== shown) {
		container.dataset.shown = shown;
		container.replaceChildren(...conditions.map(({ level, word }) => element('span', { 'class': `badge ${level}` }, word)));
	}
}
