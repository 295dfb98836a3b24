import { reason } from './api.js';

const SHOWN_MILLIS = 7000;

const notice = document.getElementById('notice');
let timer;

/** Show the outcome of a request. */
export function show(message) {
	clearTimeout(timer);
	notice.textContent = message;
	timer = setTimeout(() => notice.textContent = '', SHOWN_MILLIS);
}

/** Let a button do something once at a time, and show the outcome. */
export function act(button, action) {
	button.addEventListener('click', async () => {
		if (button.ariaDisabled === 'true') {
			return;
		}
		button.ariaDisabled = 'true';
		try {
			show(await action());
		}
		catch (error) {
			show(reason(error));
		}
		finally {
			button.ariaDisabled = 'false';
		}
	});
}
