/** The people of an organization and their roles. */
@NullMarked
package cloud.tessera.api.members;

import org.jspecify.annotations.NullMarked;
