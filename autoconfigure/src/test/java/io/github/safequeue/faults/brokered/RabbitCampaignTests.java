/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.brokered;

import java.nio.file.Path;

/**
 * RabbitMQ's part of the campaign.
 */
class RabbitCampaignTests extends BrokeredCampaignContract {

	@Override
	Broker startBroker(Path directory) {
		return new RabbitBroker();
	}

}
