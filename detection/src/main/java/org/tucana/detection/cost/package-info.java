/** What a detector costs. */
package org.tucana.detection.cost;
