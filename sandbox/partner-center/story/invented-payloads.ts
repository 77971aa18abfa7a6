/**
 * Values nobody has published in an audit record. Subscription, CustomerUser and SelfServePolicy follow the SDK's models;
 * the rest is INVENTED, as is all extra data here. A client must survive them, and may not learn shapes from them.
 */
import type { Customer } from './cast.ts';
import type { Subscription } from './products.ts';

/** Model of the SDK. */
export function subscriptionValue({ id, orderId, product }: Subscription, quantity: number, status = 'active') {
  return {
    Id: id,
    OrderId: orderId,
    OfferId: product.offerId,
    OfferName: product.name,
    FriendlyName: product.name,
    Quantity: quantity,
    UnitType: 'Licenses',
    Status: status,
    AutoRenewEnabled: true,
    BillingCycle: product.cycle,
    TermDuration: product.term ?? null,
    SuspensionReasons: status === 'suspended' ? ['CustomerCancellation'] : null,
    Attributes: { Etag: 'c2FuZGJveC1ldGFn', ObjectType: 'Subscription' },
  };
}

/** Model of the SDK; the password is plainly none, so that masking can be seen. */
export function userValue(customer: Customer, userId: string, name: string) {
  return {
    Id: userId,
    UserPrincipalName: `${name.toLowerCase().replaceAll(' ', '.')}@${customer.domain}`,
    FirstName: name.split(' ')[0],
    LastName: name.split(' ')[1] ?? '',
    DisplayName: name,
    UsageLocation: 'DE',
    State: 'active',
    PasswordProfile: { Password: 'NOT-A-REAL-PASSWORD', ForceChangePassword: true },
    Attributes: { ObjectType: 'CustomerUser' },
  };
}

/** INVENTED, but for the two names one public client reads: an id and customer.organizationDisplayName. */
export function gdapValue(customer: Customer, relationshipId: string, roles: readonly string[]) {
  return {
    id: relationshipId,
    displayName: `Support ${customer.domain}`,
    customer: { tenantId: customer.id, organizationDisplayName: customer.name },
    duration: 'P730D',
    accessDetails: { unifiedRoles: roles.map((roleDefinitionId) => ({ roleDefinitionId })) },
  };
}

/** INVENTED. */
export function partnerUserValue(userPrincipalName: string, roles: readonly string[]) {
  return {
    UserPrincipalName: userPrincipalName,
    Roles: roles,
    PasswordProfile: { Password: 'NOT-A-REAL-PASSWORD', ForceChangePassword: false },
  };
}

/** INVENTED. */
export function softwareKeyValue(product: string) {
  return { ProductName: product, ProductKey: 'FAKE0-FAKE0-FAKE0-FAKE0-FAKE0', Quantity: 1 };
}

/** INVENTED. */
export function credentialValue(appName: string) {
  return { AppId: '11111111-2222-4333-8444-555555555555', DisplayName: appName, ClientSecret: 'not-a-real-secret-0000', EndDate: '2099-12-31T00:00:00Z' };
}

/** INVENTED; null takes the budget away. */
export function budgetValue(amount: number | null) {
  return { Amount: amount, CurrencyCode: 'EUR', Attributes: { ObjectType: 'SpendingBudget' } };
}
