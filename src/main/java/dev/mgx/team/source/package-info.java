/** The beginning of a task whose existing project lies in a repository elsewhere: it is fetched once, before the team works. */
@NullMarked
package dev.mgx.team.source;

import org.jspecify.annotations.NullMarked;
