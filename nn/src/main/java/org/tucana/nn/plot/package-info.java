/** Charts as pictures. */
package org.tucana.nn.plot;
