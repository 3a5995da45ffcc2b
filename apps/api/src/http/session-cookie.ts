/** The name of the cookie that holds the session's token. */
export const SESSION_COOKIE = 'kaoping_session';
