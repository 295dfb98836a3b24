import { reason } from './api.js';

const SHOWN_MILLIS = 7000;

const notice = document.getElementById('notice');
const reasons = new WeakMap();
let timer;

/** Show the outcome of a request. */
function show(message) {
	clearTimeout(timer);
	notice.textContent = message;
	timer = setTimeout(() => notice.textContent = '', SHOWN_MILLIS);
}

/**
 * Turn a button off or on for one reason; it is on while no reason is left. It can still be focused, so
 * that a keyboard keeps its place.
 */
export function turnOff(button, why, off) {
	const known = reasons.get(button) ?? new Set();
	reasons.set(button, known);
	if (off) {
		known.add(why);
	}
	else {
		known.delete(why);
	}
	const value = String(known.size > 0);
	if (button.ariaDisabled !== value) {
		button.ariaDisabled = value;
	}
}

/** Turn all buttons that ask the server for something off or on. */
export function turnAllOff(off) {
	document.querySelectorAll('button[data-asks]').forEach((button) => turnOff(button, 'away', off));
}

/** Let a button ask the server for something, once at a time, and show the outcome. */
export function act(button, action) {
	button.dataset.asks = '';
	button.addEventListener('click', async () => {
		if (button.ariaDisabled === 'true') {
			return;
		}
		turnOff(button, 'asking', true);
		try {
			show(await action());
		}
		catch (error) {
			show(reason(error));
		}
		finally {
			turnOff(button, 'asking', false);
		}
	});
}
