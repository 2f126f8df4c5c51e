/**
 * One pass of a detector taken apart for people who learn how it works: pictures, numbers and a
 * page that explains each stage.
 */
package org.tucana.app.trace;
