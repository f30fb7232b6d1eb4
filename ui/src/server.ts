import { MgxClient } from 'mgx-client';

/** The server that this page came from, at whatever path of a proxy that is. */
export const rest = new MgxClient(new URL('./', document.baseURI));
