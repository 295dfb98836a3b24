/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observations of queues.
 */
public enum SafeQueueObservationDocumentation implements ObservationDocumentation {

	/**
	 * A call of a queue's handler, one for each attempt.
	 */
	HANDLE {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultSafeQueueHandleConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return LowCardinalityKeyNames.values();
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return HighCardinalityKeyNames.values();
		}

	},

	/**
	 * An item that was submitted within an observation is written to a store.
	 */
	SEND {

		@Override
		public String getName() {
			return "safequeue.send";
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return new KeyName[] { LowCardinalityKeyNames.QUEUE };
		}

	},

	/**
	 * An item that was sent with a trace is received from a store. The parent of the
	 * handler call.
	 */
	RECEIVE {

		@Override
		public String getName() {
			return "safequeue.receive";
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return new KeyName[] { LowCardinalityKeyNames.QUEUE };
		}

	};

	/**
	 * Key names with few values.
	 */
	public enum LowCardinalityKeyNames implements KeyName {

		/**
		 * The name of the queue.
		 */
		QUEUE {

			@Override
			public String asString() {
				return "queue";
			}

		},

		/**
		 * Whether the handler returned ("SUCCESS") or threw ("ERROR"); "UNKNOWN" while it
		 * runs.
		 */
		OUTCOME {

			@Override
			public String asString() {
				return "outcome";
			}

		},

		/**
		 * The simple name of the class of what the handler threw, or "none".
		 */
		EXCEPTION {

			@Override
			public String asString() {
				return "exception";
			}

		}

	}

	/**
	 * Key names with many values.
	 */
	public enum HighCardinalityKeyNames implements KeyName {

		/**
		 * Which attempt the call is, from 1.
		 */
		ATTEMPT {

			@Override
			public String asString() {
				return "attempt";
			}

		},

		/**
		 * How many items the handler was given.
		 */
		ITEMS {

			@Override
			public String asString() {
				return "items";
			}

		}

	}

}
