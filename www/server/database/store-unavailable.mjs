/** The database cannot take rows now and may later: the sender is asked to keep its batch. */

export class StoreUnavailable extends Error {
  /**
   * @param {string} message
   * @param {{ cause?: unknown }} [options]
   */
  constructor(message, options) {
    super(message, options);
    this.name = 'StoreUnavailable';
  }
}
