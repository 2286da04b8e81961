/**
 * Runs on every request for a page. The UI's own paths have no dot and get the one page; files are what they are. An
 * error page would do the same and mask the API's errors.
 */
export const pageRouting = `
function handler(event) {
  var request = event.request;
  var uri = request.uri;
  if (uri === '/docs' || uri === '/docs/') request.uri = '/docs/index.html';
  else if (uri.indexOf('.') === -1) request.uri = '/index.html';
  return request;
}
`.trim();
