/**
 * What is wrong with a batch, and where. It is an answer to the sender, never a fault of the server.
 */

export class BatchError extends Error {
  /**
   * @param {string} path    Such as `batch[2].timestamp`; `body` for the document as a whole.
   * @param {string} reason  Reads on from the path: "must be …".
   * @param {number} [status]
   */
  constructor(path, reason, status = 400) {
    super(`${path} ${reason}`);
    this.name = 'BatchError';
    this.path = path;
    this.reason = reason;
    this.status = status;
  }
}
