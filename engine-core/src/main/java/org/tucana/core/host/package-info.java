/** Memory in plain Java arrays, shared by the backends that compute on the host. */
package org.tucana.core.host;
