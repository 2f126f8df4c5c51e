/** Pictures of any size: overlapping tiles, and one list of objects of what was found in them. */
package org.tucana.detection.tiling;
