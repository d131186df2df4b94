/** The description of the API, and pages to read it on. */
@NullMarked
package cloud.tessera.api.docs;

import org.jspecify.annotations.NullMarked;
