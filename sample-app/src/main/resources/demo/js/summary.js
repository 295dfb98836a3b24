import { joined } from './condition.js';
import { text } from './dom.js';
import { time, timeOf } from './format.js';

const TITLE = document.title;

const verdict = document.getElementById('verdict');
const updated = document.getElementById('updated');
const trouble = document.getElementById('trouble');
const restart = document.getElementById('restart');

restart.querySelector('button').addEventListener('click', () => {
	restart.hidden = true;
	document.querySelector('#queues input:checked')?.focus();
});

/** Say in words how the queues are, without figures: what changes every second is not read out. */
export function showVerdict(items, health) {
	const names = items.map(({ name }) => name);
	const others = Object.entries(health.problems).filter(([name]) => !names.includes(name));
	const troubled = items.filter(({ conditions: [worst] }) => worst.level === 'bad' || worst.level === 'warn');
	const sentences = [...troubled.map(({ name, conditions }) => `${name} ${joined(conditions.map(({ says }) => says))}.`),
		...others.map(([name]) => `The log appender ${name} is down.`)];
	if (sentences.length) {
		say(others.length ? 'bad' : troubled[0].conditions[0].level, sentences.join(' '));
	}
	else if (health.status === 'UNKNOWN') {
		say('unknown', 'The health of the queues is not known: the component safeQueues does not answer.');
	}
	else {
		say('good', items.length === 1 ? 'The queue is healthy.' : `All ${items.length} queues are healthy.`);
	}
}

function say(level, words) {
	verdict.dataset.level = level;
	text(verdict, words);
	const title = level === 'good' ? TITLE : `${words} ${TITLE}`;
	if (document.title !== title) {
		document.title = title;
	}
}

/** Say that the server answers, and since when it runs. */
export function showPresence(overview) {
	trouble.hidden = true;
	verdict.hidden = false;
	text(updated, `Updated ${timeOf(overview.at)}, running since ${timeOf(overview.server.startedAt)}`);
}

/** Say that the server is away; `seen` is the time of the last reading, if there was one. */
export function showAbsence(why, seen) {
	verdict.hidden = true;
	text(trouble, seen ? `${why} Everything below is from ${time(seen)}. Buttons are off. This page tries again every second.`
		: `${why} This page tries again every second.`);
	trouble.hidden = false;
	text(updated, seen ? `Last answer ${time(seen)}` : 'No answer yet');
	document.title = `No answer. ${TITLE}`;
}

/** Say that the server was restarted. */
export function showRestart(startedAt) {
	text(restart.querySelector('span'), `The server restarted at ${timeOf(startedAt)}. Its counters began again at zero.`);
	restart.hidden = false;
}

/** Link the management endpoints where they are. */
export function showLinks({ managementPort, endpoints }) {
	for (const link of document.querySelectorAll('a[data-endpoint]')) {
		const path = endpoints[link.dataset.endpoint];
		link.hidden = !path;
		if (path) {
			link.href = managementPort ? `${location.protocol}//${location.hostname}:${managementPort}${path}` : `.${path}`;
		}
	}
}
