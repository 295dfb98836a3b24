/** Create an element with attributes and children; what is not given is left out. */
export function element(name, attributes = {}, ...children) {
	const created = document.createElement(name);
	for (const [key, value] of Object.entries(attributes)) {
		if (value != null) {
			created.setAttribute(key, value);
		}
	}
	created.append(...children);
	return created;
}

/** Set a text only if it changed, so that selections and screen readers are left in peace. */
export function text(target, value) {
	if (target.textContent !== value) {
		target.textContent = value;
	}
}

/**
 * Keep one child for each item, known by its key. Children that stay are updated in place, so that
 * focus and what is unfolded survive.
 */
export function keyed(container, items, key, create, update, empty) {
	const known = new Map([...container.children].map((child) => [child.dataset.key, child]));
	let place = 0;
	for (const item of items) {
		const name = String(key(item));
		let child = known.get(name);
		if (!child) {
			child = create(item);
			child.dataset.key = name;
		}
		known.delete(name);
		update(child, item);
		if (container.children[place] !== child) {
			container.insertBefore(child, container.children[place] ?? null);
		}
		place++;
	}
	[...container.children].slice(place).forEach((child) => child.remove());
	if (!items.length) {
		container.append(element('li', { class: 'empty' }, empty));
	}
}
