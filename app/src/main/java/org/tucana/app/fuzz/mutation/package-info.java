/** Changes of files, by bytes and by the structure of their formats. */
package org.tucana.app.fuzz.mutation;
