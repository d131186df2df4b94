/** Services: so many replicas of inference as their owner wants, kept there, within a ceiling of money. */
@NullMarked
package cloud.tessera.inventory.service;

import org.jspecify.annotations.NullMarked;
