/**
 * The demo: customers who live through the real use cases from two months back until now, and what the operator's demo
 * panel does to time, hosts and links.
 */
@NullMarked
package cloud.tessera.ops.demo;

import org.jspecify.annotations.NullMarked;
