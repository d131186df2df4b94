/** How a caller proves who it is: passwords and sessions, refresh tokens, API keys, and the keys that sign tokens. */
@NullMarked
package cloud.tessera.quota.access;

import org.jspecify.annotations.NullMarked;
