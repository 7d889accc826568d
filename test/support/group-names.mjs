const REGIONS = ['', 'eu-', 'us-', 'ap-', 'sa-', 'af-'];
const RESOURCES = [
  ...['orders', 'invoices', 'customers', 'products', 'shipments', 'returns', 'reports', 'prices'],
  ...['suppliers', 'warehouses', 'payments', 'refunds', 'coupons', 'reviews', 'users'],
];
const ROLES = ['admin', 'editor', 'viewer', 'auditor', 'approver', 'owner', 'support', 'guest', 'billing', 'ops'];

/** 900 names of groups, of ordinary length. */
export const GROUP_NAMES = REGIONS.flatMap((region) =>
  RESOURCES.flatMap((resource) => ROLES.map((role) => `${region}${resource}-${role}`)),
);
