export { MgxClient, type Asking, type ClientOptions, type EventQuery, type WatchQuery } from './client.js';
export { Problem } from './http.js';
export * from './types.js';
export { Watch, type Link, type WatchListener } from './watch.js';
