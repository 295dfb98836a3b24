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
 * Keep one child for each item, known by its key and in the order of the items. Children that stay are
 * updated in place, and the one that has the focus is never moved, so that focus and what is unfolded survive.
 */
export function keyed(container, items, key, create, update, empty) {
	if (!items.length) {
		if (container.children.length !== 1 || container.textContent !== empty) {
			container.replaceChildren(element('li', { class: 'empty' }, empty));
		}
		return;
	}
	const known = new Map([...container.children].map((child) => [child.dataset.key, child]));
	const wanted = items.map((item) => {
		const name = String(key(item));
		const child = known.get(name) ?? create(item);
		child.dataset.key = name;
		known.delete(name);
		update(child, item);
		return child;
	});
	known.forEach((child) => child.remove());
	wanted.forEach((child, place) => {
		while (container.children[place] !== child && child.contains(document.activeElement)) {
			container.append(container.children[place]);
		}
		if (container.children[place] !== child) {
			container.insertBefore(child, container.children[place] ?? null);
		}
	});
}
