const numbers = new Intl.NumberFormat('en');
const oneDigit = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** Nothing was measured. */
export const NONE = '–';

/** The real capacity of a queue without a limit. */
export const UNBOUNDED = 2147483647;

export function number(value) {
	return value == null ? NONE : numbers.format(value);
}

export function rate(value) {
	return value == null ? NONE : `${(value < 10 ? oneDigit : numbers).format(value < 10 ? value : Math.round(value))}/s`;
}

export function millis(value) {
	if (value == null) {
		return NONE;
	}
	if (value >= 1000) {
		return `${oneDigit.format(value / 1000)} s`;
	}
	return `${value >= 10 ? Math.round(value) : Number(value.toPrecision(1 + (value >= 1)))} ms`;
}

export function time(seconds) {
	return new Date(seconds * 1000).toLocaleTimeString('en', { hourCycle: 'h23' });
}

/** A class name, or a class name and identity, without the package. */
export function simple(name) {
	return name.replace(/^.*\./, '');
}
