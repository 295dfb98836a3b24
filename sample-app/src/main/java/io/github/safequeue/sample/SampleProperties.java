package io.github.safequeue.sample;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The sample's own properties.
 *
 * @param stuckProduct Product whose orders are never finished, to show what health and
 * the endpoint say about a stuck handler. Empty for none.
 * @param failingProduct Product whose orders always fail, to show dead letters. Empty for
 * none.
 * @param slowProduct Product whose orders take a while, to show a queue that fills and is
 * drained. Empty for none.
 * @param slowFor How long an order of the slow product takes.
 */
@ConfigurationProperties("sample")
public record SampleProperties(@DefaultValue("") String stuckProduct, @DefaultValue("") String failingProduct,
		@DefaultValue("") String slowProduct, @DefaultValue("20ms") Duration slowFor) {
}
