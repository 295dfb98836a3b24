const PATIENCE_MILLIS = 3000;

/** The server did not do what it was asked for; the status is 0 where it did not answer. */
export class Refusal extends Error {

	constructor(status, detail) {
		super(detail);
		this.status = status;
	}

}

async function call(path, options) {
	const signal = AbortSignal.timeout(PATIENCE_MILLIS);
	const response = await fetch(path, { cache: 'no-store', signal, ...options }).catch(() => {
		throw new Refusal(0, 'The server does not answer.');
	});
	const body = await response.json().catch(() => null);
	if (!response.ok) {
		throw new Refusal(response.status, body?.detail ?? `The server answered with status ${response.status}.`);
	}
	if (body == null) {
		throw new Refusal(response.status, 'The server answered with something else than JSON.');
	}
	return body;
}

export function get(path) {
	return call(path, { headers: { Accept: 'application/json' } });
}

export function post(path, body) {
	return call(path, {
		method: 'POST',
		headers: { 'Accept': 'application/json', 'Content-Type': 'application/json' },
		body: JSON.stringify(body)
	});
}

/** Why a call failed, for people. */
export function reason(error) {
	if (error instanceof Refusal) {
		return error.message;
	}
	console.error(error);
	return 'This page has a fault; see the browser’s console.';
}
