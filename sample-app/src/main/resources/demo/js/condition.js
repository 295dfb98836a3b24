import { UNBOUNDED, duration, number, plural, timeOf } from './format.js';

/** How bad a condition is, the worst first. */
const LEVELS = ['bad', 'warn', 'unknown', 'good'];

/** From which part of the capacity on a queue counts as nearly full. */
const NEARLY_FULL = 0.8;

/** For how many seconds nothing has to be handled before the page says so. */
const STANDSTILL = 5;

/** A queue that refused something this many seconds ago still counts as full. */
const JUST_NOW = 5;

/**
 * All that is to be said of a queue, the worst first. Each condition has a level, a word for it, the same
 * after the queue's name, what it means, and maybe what to do.
 */
export function conditions(view, history, health) {
	const found = RULES.flatMap((rule, rank) => {
		const condition = rule(view, history, health);
		return condition ? [{ ...condition, rank }] : [];
	});
	return found.length ? found : [{ ...(health.status === 'UNKNOWN' ? UNKNOWN : healthy(view.figures)), rank: RULES.length }];
}

/** Compare two lists of conditions: that of the worse queue comes first. */
export function compare([one], [other]) {
	return LEVELS.indexOf(one.level) - LEVELS.indexOf(other.level) || one.rank - other.rank;
}

/** What is to be said while the server is away of a queue that had these conditions. */
export function unknown(before, when) {
	return [{ level: 'unknown', word: 'Unknown', says: 'is unknown', text: `At ${when} it ${joined(before.map(({ says }) => says)).replace(/^is /, 'was ')}.` }];
}

/** Join what is said of a queue: "is stuck and nearly full and has lost a worker". */
export function joined(phrases) {
	const states = phrases.filter((phrase) => phrase.startsWith('is ')).map((phrase) => phrase.slice(3));
	const others = phrases.filter((phrase) => !phrase.startsWith('is '));
	return [...states.length ? [`is ${enumerated(states)}`] : [], ...others].join(' and ');
}

function enumerated(words) {
	return words.length > 1 ? `${words.slice(0, -1).join(', ')} and ${words.at(-1)}` : words[0];
}

const UNKNOWN = { level: 'unknown', word: 'Unknown', says: 'is unknown', text: 'Health does not say anything of the queues.' };

function healthy({ size, inFlight }) {
	return { level: 'good', word: 'Healthy', says: 'is healthy', text: size || inFlight ? 'It is working.' : 'It has nothing to do.' };
}

const taken = (size, capacity) => `${size >= capacity ? 'All' : `${number(size)} of`} ${number(capacity)} places are taken.`;

/** The figures of the side that accepts: of a queue with a store, that which writes to the store. */
export const accepting = ({ figures, outgoing }) => outgoing ?? figures;

/** How many items wait, and for how long where that can be seen. */
function waits(view) {
	const { size } = accepting(view);
	const { oldestMillis } = view.diagnosis;
	const since = oldestMillis >= 1000 && size ? `, ${size > 1 ? 'the oldest ' : ''}for ${duration(oldestMillis)}` : '';
	return `${plural(size, 'item waits', 'items wait')}${view.outgoing ? ' to be stored' : ''}${since}.`;
}

const RULES = [stuck, blocked, workerLost, storeAway, down, closed, full, wasFull, nearlyFull, undelivered, failing, notMoving, closing, starting, paused];

function stuck(view) {
	const { figures: { concurrency }, diagnosis: { stuckCalls: calls, longestMillis } } = view;
	if (calls) {
		const all = calls >= concurrency;
		const who = all && calls > 1 ? `All ${calls} workers are` : concurrency === 1 ? 'Its worker is' : `${calls} of ${concurrency} workers ${calls > 1 ? 'are' : 'is'}`;
		return {
			level: 'bad', word: 'Stuck', says: 'is stuck',
			text: `${who} stuck, ${calls > 1 ? 'the longest ' : ''}for ${duration(longestMillis)}${all ? ': nothing is handled' : ''}. ${waits(view)}`,
			advice: 'Unfold a stuck worker below to see where it stands.'
		};
	}
}

function blocked(view) {
	if (view.diagnosis.blocked) {
		return {
			level: 'bad', word: 'Blocked', says: 'is blocked',
			text: `A submitting thread stopped in the middle of an offer: nothing behind its place can be handled. ${waits(view)}`,
			advice: 'Find that thread in a thread dump. If it is gone, restart the application.'
		};
	}
}

function workerLost({ diagnosis: { missingWorkers: missing } }) {
	if (missing) {
		return {
			level: 'bad', word: 'Worker lost', says: 'has lost a worker',
			text: `${plural(missing, 'worker is', 'workers are')} not replaced yet.`,
			advice: 'It is replaced as soon as the JVM can start a thread.'
		};
	}
}

function storeAway(view) {
	const { store } = view;
	if (store && !store.available) {
		return {
			level: 'bad', word: 'Without store', says: 'is without its store',
			text: `Its store (${store.type}) has not been available since ${timeOf(store.since)}. ${waits(view)}`,
			advice: 'Items wait in memory, and are stored when the store is back.'
		};
	}
}

function down({ figures: { name }, diagnosis, store }, history, { problems }) {
	if (problems[name] && (!store || store.available) && !diagnosis.stuckCalls && !diagnosis.blocked && !diagnosis.missingWorkers) {
		return { level: 'bad', word: 'Down', says: 'is down', text: `${problems[name]}.` };
	}
}

function closed({ figures: { state } }) {
	if (state === 'CLOSED') {
		return { level: 'bad', word: 'Closed', says: 'is closed', text: 'It accepts nothing any more.' };
	}
}

function full(view, history) {
	const { size, capacity, rejectedFull } = accepting(view);
	if (size >= capacity || history.growth('rejectedFull', JUST_NOW)) {
		const refused = history.growth('rejectedFull');
		const recently = refused && refused < rejectedFull ? `, ${number(refused)} of them in the last two minutes` : '';
		return {
			level: 'bad', word: 'Full', says: 'is full',
			text: `${taken(size, capacity)} ${rejectedFull ? `It has refused ${plural(rejectedFull, 'item', 'items')}${recently}.` : 'It refuses what comes now.'}`,
			advice: view.outgoing ? 'More is submitted than the store takes. Slow the submitters down.'
				: 'More is submitted than handled. Slow the submitters down, or give the queue more concurrency.'
		};
	}
}

function wasFull(view, history) {
	const { size, capacity } = accepting(view);
	const refused = history.growth('rejectedFull');
	if (refused && size < capacity && !history.growth('rejectedFull', JUST_NOW)) {
		return {
			level: 'warn', word: 'Was full', says: 'was full',
			text: `It refused ${plural(refused, 'item', 'items')} in the last two minutes. Now ${taken(size, capacity)}`
		};
	}
}

function nearlyFull(view, history) {
	const { size, capacity } = accepting(view);
	if (capacity !== UNBOUNDED && size >= NEARLY_FULL * capacity && size < capacity && !history.growth('rejectedFull')) {
		return { level: 'warn', word: 'Nearly full', says: 'is nearly full', text: taken(size, capacity) };
	}
}

function undelivered(view, history) {
	const lost = history.growth('undelivered');
	if (lost) {
		return {
			level: 'warn', word: 'Undelivered', says: 'could not deliver',
			text: `${plural(lost, 'item', 'items')} could not be delivered in the last two minutes.`
		};
	}
}

function failing(view, history) {
	const failed = history.growth('failed');
	if (failed) {
		return {
			level: 'warn', word: 'Failing', says: 'is failing', text: `${plural(failed, 'dead letter', 'dead letters')} in the last two minutes.`,
			advice: 'The dead letters below say which items failed, and with what.'
		};
	}
}

function notMoving(view, history) {
	const seconds = history.standstill();
	if (view.figures.state === 'RUNNING' && !view.outgoing && !view.diagnosis.stuckCalls && seconds >= STANDSTILL) {
		return {
			level: 'warn', word: 'Not moving', says: 'is not moving', text: `${waits(view)} None was handled for ${duration(seconds * 1000)}.`
		};
	}
}

function closing(view) {
	if (view.figures.state === 'DRAINING') {
		return { level: 'warn', word: 'Closing', says: 'is closing', text: `It handles what is left. ${waits(view)}` };
	}
}

function starting(view) {
	if (view.figures.state === 'STARTING') {
		return { level: 'warn', word: 'Starting', says: 'is starting', text: `It accepts and does not handle yet. ${waits(view)}` };
	}
}

function paused(view) {
	if (view.figures.state === 'PAUSED') {
		return { level: 'warn', word: 'Paused', says: 'is paused', text: `It accepts and does not handle. ${waits(view)}` };
	}
}
