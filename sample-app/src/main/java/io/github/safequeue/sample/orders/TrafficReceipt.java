package io.github.safequeue.sample.orders;

/**
 * What became of the wanted traffic.
 *
 * @param accepted how many orders the queue accepted
 * @param refused how many it refused
 */
record TrafficReceipt(long accepted, long refused) {
}
