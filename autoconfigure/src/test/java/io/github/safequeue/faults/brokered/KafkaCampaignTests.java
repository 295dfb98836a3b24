/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.brokered;

import java.nio.file.Path;

/**
 * Kafka's part of the campaign.
 */
class KafkaCampaignTests extends BrokeredCampaignContract {

	@Override
	Broker startBroker(Path directory) {
		return new KafkaBroker(directory);
	}

}
