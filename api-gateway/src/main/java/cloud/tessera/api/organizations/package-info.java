/** The customers, for the platform, and what each may owe. */
@NullMarked
package cloud.tessera.api.organizations;

import org.jspecify.annotations.NullMarked;
