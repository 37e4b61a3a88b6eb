/// Questions about tokens.
module internal Polar.FakeServer.Tests.OAuth2.Tokens.TokenQuestions

open Polar.FakeServer
open Polar.FakeServer.Tests

let introspect = "/v1/oauth2/introspect"

let ask path (client: Client) (fields: (string * string) list) (fake: FakePolar) =
    OAuth.form path [] ([ "client_id", client.Id; "client_secret", client.Secret ] @ fields) fake
