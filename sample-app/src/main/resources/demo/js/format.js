const numbers = new Intl.NumberFormat('en');
const oneDigit = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** Nothing was measured. */
export const NONE = '–';

/** The capacity of a queue without a limit. */
export const UNBOUNDED = 2147483647;

export function number(value) {
	return value == null ? NONE : numbers.format(value);
}

/** A number and what it counts: `plural(2, 'item waits', 'items wait')`. */
export function plural(value, one, many) {
	return `${numbers.format(value)} ${value === 1 ? one : many}`;
}

export function rate(value) {
	return value == null ? NONE : `${(value < 10 ? oneDigit : numbers).format(value < 10 ? value : Math.round(value))}/s`;
}

/** A measured time, as exact as it is interesting. */
export function millis(value) {
	if (value == null) {
		return NONE;
	}
	if (value >= 60_000) {
		return duration(value);
	}
	if (value >= 1000) {
		return `${oneDigit.format(value / 1000)} s`;
	}
	return `${value >= 10 ? Math.round(value) : Number(value.toPrecision(1 + (value >= 1)))} ms`;
}

/** A time that goes on, in whole seconds once it has some. */
export function duration(value) {
	if (value < 1000) {
		return `${Math.round(value)} ms`;
	}
	const seconds = Math.floor(value / 1000);
	if (seconds < 60) {
		return `${seconds} s`;
	}
	return seconds < 3600 ? `${Math.floor(seconds / 60)} min ${seconds % 60} s` : `${Math.floor(seconds / 3600)} h ${Math.floor(seconds / 60) % 60} min`;
}

/** A time as the server writes it, such as PT1M1.5S, in milliseconds. */
export function isoMillis(value) {
	const [, hours = 0, minutes = 0, seconds = 0] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(value) ?? [];
	return (hours * 3600 + minutes * 60 + Number(seconds)) * 1000;
}

export function time(seconds) {
	return new Date(seconds * 1000).toLocaleTimeString('en', { hourCycle: 'h23' });
}

/** The time of a moment as the server writes it. */
export function timeOf(instant) {
	return time(Date.parse(instant) / 1000);
}

/** A class name, or a class name and identity, without the package. */
export function simple(name) {
	return name.replace(/^.*\./, '');
}
