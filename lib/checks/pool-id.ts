/** The form of a region. Handlers import this file as well, so it imports nothing. */
const REGION = '[a-z]{2,}(?:-[a-z]+)+-\\d+';

/** The name of a region, such as `eu-west-1`. */
export const REGION_NAME = new RegExp(`^${REGION}$`);

/** The ID of a user pool, which starts with its region: `eu-west-1_Ab12Cd34E`. */
export const POOL_ID = new RegExp(`^${REGION}_[0-9A-Za-z]+$`);
