package io.github.safequeue.engine;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.ContextPropagator;
import io.github.safequeue.WorkObserver;

/**
 * What surrounds the handler calls of one queue: the context of the submitting thread,
 * and who observes the call. Both are foreign code. What they throw stays in here; of
 * each the first failure is logged, by a worker. Submitters only capture, workers do the
 * rest.
 */
final class InvocationContext {

	private static final ContextPropagator.Scope NO_SCOPE = () -> {
	};

	private final String queue;

	private final @Nullable ContextPropagator carrier;

	private final @Nullable WorkObserver observer;

	private final EngineLog log;

	private final AtomicBoolean carrierLogged = new AtomicBoolean();

	private final AtomicBoolean observerLogged = new AtomicBoolean();

	/** What a submitter met, until a worker has logged it. */
	private volatile @Nullable Throwable captureFailure;

	InvocationContext(String queue, @Nullable ContextPropagator carrier, @Nullable WorkObserver observer,
			EngineLog log) {
		this.queue = queue;
		this.log = log;
		this.carrier = carrier;
		this.observer = observer;
	}

	/**
	 * Tell whether submitters have anything to capture.
	 * @return whether items carry context
	 */
	boolean isCarrying() {
		return this.carrier != null;
	}

	/**
	 * Put the context of the calling submitter beside an item. An item is accepted
	 * without context rather than refused, whatever the capture meets: also a stack or
	 * heap that is too small for it.
	 * @param item the item
	 * @return what to leave in the inbox
	 */
	Object withContext(Object item) {
		try {
			Object context = capture();
			return (context != null) ? new Envelope(item, null, context) : item;
		}
		catch (Throwable ex) {
			return item;
		}
	}

	/**
	 * Capture the context of the calling submitter.
	 * @return what was captured, or {@code null}
	 */
	@Nullable Object capture() {
		ContextPropagator carrier = this.carrier;
		try {
			return (carrier != null) ? carrier.capture() : null;
		}
		catch (Throwable ex) {
			// A store and no call: there may be no stack left.
			this.captureFailure = ex;
			return null;
		}
	}

	/**
	 * Give the calling worker the context of an item. A batch has items of many
	 * submitters and gets none.
	 * @param inHand the entry, or the list of entries
	 * @param batch whether it is a list
	 * @return closed after the call
	 */
	ContextPropagator.Scope open(Object inHand, boolean batch) {
		ContextPropagator carrier = this.carrier;
		if (carrier == null || batch) {
			return NO_SCOPE;
		}
		Throwable failure = this.captureFailure;
		if (failure != null) {
			this.captureFailure = null;
			carrierFailed(failure);
		}
		try {
			return carrier.open(Envelope.contextOf(inHand));
		}
		catch (Throwable ex) {
			carrierFailed(ex);
			return NO_SCOPE;
		}
	}

	void close(ContextPropagator.Scope scope) {
		try {
			scope.close();
		}
		catch (Throwable ex) {
			carrierFailed(ex);
		}
	}

	/**
	 * A handler call begins.
	 * @param inFlight where it takes place
	 * @param inHand the entry, or the list of entries
	 * @param batch whether it is a list
	 * @return told of the end
	 */
	WorkObserver.Call begin(InFlight inFlight, Object inHand, boolean batch) {
		WorkObserver observer = this.observer;
		if (observer == null) {
			return WorkObserver.UNOBSERVED;
		}
		try {
			return observer.begin(inFlight, (batch) ? ((List<?>) inHand).size() : 1);
		}
		catch (Throwable ex) {
			observerFailed(ex);
			return WorkObserver.UNOBSERVED;
		}
	}

	void end(WorkObserver.Call call, @Nullable Throwable failure) {
		try {
			call.end(failure);
		}
		catch (Throwable ex) {
			observerFailed(ex);
		}
	}

	private void carrierFailed(Throwable ex) {
		if (this.carrierLogged.compareAndSet(false, true)) {
			this.log.error(EngineLog.Trouble.CONTEXT, this.queue, ex);
		}
	}

	private void observerFailed(Throwable ex) {
		if (this.observerLogged.compareAndSet(false, true)) {
			this.log.error(EngineLog.Trouble.OBSERVATION, this.queue, ex);
		}
	}

}
