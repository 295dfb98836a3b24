import { post } from './api.js';
import { element, keyed, text } from './dom.js';
import { act } from './notice.js';

const list = document.getElementById('scenes');

const STATES = {
	NEW: () => ['', ''],
	WAITING: () => ['Waits in the queue scenes.', ''],
	RUNNING: (scene) => [`Being played for ${seconds(scene.millis)}.`, ''],
	MEASURED: (scene) => scene.kept ? [`SafeQueue kept every promise. Measured in ${seconds(scene.millis)}.`, 'good']
		: [`SafeQueue broke a promise. ${scene.result.brokenPromises.join('; ')}`, 'bad'],
	FAILED: () => ['Could not be played; the server’s log says why.', 'bad'],
	STOPPED: () => ['Stopped, because the application closes.', 'bad']
};

/** Show the scenes of the tale; `onPlay` is called when one was asked for. */
export function showScenes(scenes, onPlay) {
	const busy = scenes.some((scene) => isOn(scene));
	keyed(list, scenes, (scene) => scene.id, (scene) => create(scene, onPlay), (card, scene) => update(card, scene, busy),
		'There is no scene.');
}

function isOn(scene) {
	return scene.state === 'WAITING' || scene.state === 'RUNNING';
}

function seconds(millis) {
	return `${Math.max(0, (millis ?? 0) / 1000).toFixed(0)}\u00a0s`;
}

function create(scene, onPlay) {
	const button = element('button', { 'type': 'button', 'aria-label': `Play ${scene.title}` }, 'Play');
	act(button, async () => {
		await post(`api/scenes/${encodeURIComponent(scene.id)}`, {});
		onPlay();
		return `Scene asked for: ${scene.title}.`;
	});
	return element('li', { 'class': 'panel scene', 'data-scene': scene.id },
		element('div', { 'class': 'heading' }, element('h3', {}, scene.title), button),
		element('p', {}, scene.story), element('p', { 'class': 'state', 'role': 'status' }));
}

function update(card, scene, busy) {
	const [words, mood] = STATES[scene.state](scene);
	const state = card.querySelector('.state');
	// While it is played the words change every second: read out only how it began and ended.
	state.ariaLive = scene.state === 'RUNNING' ? 'off' : 'polite';
	state.className = `state ${mood}`;
	state.hidden = !words;
	text(state, words);
	const button = card.querySelector('button');
	button.ariaDisabled = String(busy);
	text(button, isOn(scene) ? 'Playing' : scene.state === 'NEW' ? 'Play' : 'Play again');
	showResult(card, scene);
}

function showResult(card, scene) {
	const shown = scene.result ? scene.startedAt : '';
	if (card.dataset.shown === shown) {
		return;
	}
	card.dataset.shown = shown;
	card.querySelector('table')?.remove();
	if (scene.result) {
		card.querySelector('.state').before(table(scene));
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
