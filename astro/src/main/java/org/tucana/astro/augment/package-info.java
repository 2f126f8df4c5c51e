/** Changes to training examples that leave their truth true. */
package org.tucana.astro.augment;
