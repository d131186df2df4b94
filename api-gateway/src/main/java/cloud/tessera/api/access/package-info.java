/** How a program proves who it is: access tokens, API keys, refresh tokens and the keys that sign. */
@NullMarked
package cloud.tessera.api.access;

import org.jspecify.annotations.NullMarked;
