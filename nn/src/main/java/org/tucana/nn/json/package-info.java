/** JSON texts from outside. */
package org.tucana.nn.json;
