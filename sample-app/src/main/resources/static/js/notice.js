import { reason } from './api.js';

const SHOWN_MILLIS = 7000;

const notice = document.getElementById('notice');
let timer;

/** Tell what came of something that was asked for. */
export function tell(message) {
	clearTimeout(timer);
	notice.textContent = message;
	timer = setTimeout(() => notice.textContent = '', SHOWN_MILLIS);
}

/** Let a button do something once at a time, and tell what came of it. */
export function act(button, action) {
	button.addEventListener('click', async () => {
		if (button.ariaDisabled === 'true') {
			return;
		}
		button.ariaDisabled = 'true';
		try {
			tell(await action());
		}
		catch (error) {
			tell(reason(error));
		}
		finally {
			button.ariaDisabled = 'false';
		}
	});
}
