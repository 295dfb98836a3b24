package io.github.safequeue.sample;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The sample's own properties.
 *
 * @param stuckProduct Product whose orders are never finished, to show what health and
 * the endpoint say about a stuck handler. Empty for none.
 */
@ConfigurationProperties("sample")
public record SampleProperties(@DefaultValue("") String stuckProduct) {
}
