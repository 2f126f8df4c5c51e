/** What methods that sweep over modes have in common: errors, histories, restarts, inputs. */
package org.tucana.decomposition.sweep;
