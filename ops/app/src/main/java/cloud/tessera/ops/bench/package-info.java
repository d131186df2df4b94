/** Measurements of the product, each a command that ends with one line of JSON. */
@NullMarked
package cloud.tessera.ops.bench;

import org.jspecify.annotations.NullMarked;
