/// Registrations of OAuth2 clients.
module internal Polar.FakeServer.Tests.OAuth2.Clients.Registrations

open Polar.FakeServer
open Polar.FakeServer.Tests

let scopes =
    "openid profile email user:read user:write organizations:read organizations:write custom_fields:read custom_fields:write discounts:read \
     discounts:write checkout_links:read checkout_links:write checkouts:read checkouts:write transactions:read transactions:write payouts:read \
     payouts:write products:read products:write benefits:read benefits:write events:read events:write meters:read meters:write files:read \
     files:write subscriptions:read subscriptions:write customers:read customers:write members:read members:write wallets:read wallets:write \
     disputes:read disputes:write customer_meters:read customer_sessions:write member_sessions:write customer_seats:read customer_seats:write \
     orders:read orders:write refunds:read refunds:write payments:read metrics:read metrics:write webhooks:read webhooks:write \
     license_keys:read license_keys:write customer_portal:read customer_portal:write notifications:read notifications:write \
     notification_recipients:read notification_recipients:write"

let path (client: Client) = $"/v1/oauth2/register/{client.Id}"

let own (client: Client) method body (fake: FakePolar) =
    Http.sendAs client.RegistrationToken method (path client) body fake

let isToken (prefix: string) (text: string) =
    text.StartsWith prefix && text.Length = prefix.Length + 43
