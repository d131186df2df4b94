/** Services of inference. */
@NullMarked
package cloud.tessera.api.services;

import org.jspecify.annotations.NullMarked;
