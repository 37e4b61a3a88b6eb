/// Requests to the token endpoint.
module internal Polar.FakeServer.Tests.OAuth2.Tokens.TokenRequests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Organizations
open Polar.FakeServer.Tests

let path = "/v1/oauth2/token"

let private unauthenticated (methods: string) =
    401, "invalid_client", $"The client cannot authenticate with methods: [{methods}]"

let anyMethod =
    unauthenticated "'client_secret_basic', 'client_secret_post', 'none'"

let private secretMethods =
    unauthenticated "'client_secret_basic', 'client_secret_post'"

let private unknownClient =
    400, "invalid_client", "The client does not exist on this server."

let noGrant = 400, "unsupported_grant_type", ""

let missing field =
    400, "invalid_request", $"Missing '{field}' in request."

let expectRefusal (status, error, description) (answer: Answer) =
    Expect.equal (answer.Status, answer.Text) (status, OAuth.refusal error description) "the refusal"
    Expect.equal answer.Headers["content-type"] "application/json" "its type"
    Expect.equal answer.Headers["cache-control"] "no-store" "nobody keeps it"
    Expect.equal answer.Headers["pragma"] "no-cache" "not even old ones"

    Expect.equal
        (answer.Headers.TryFind "www-authenticate")
        (if status = 401 && error = "invalid_client" then
             Some $"Basic error=\"{error}\", error_description=\"{description}\""
         else
             None)
        "how a client says who it is"

let private someone = "client_id=polar_ci_a&client_secret=polar_cs_a"

/// Where, a form, and how it is refused.
let refused =
    [ path, "", noGrant
      path, "grant_type=password", noGrant
      path, "grant_type=client_credentials&" + someone, noGrant
      path, "grant_type=", noGrant
      path, "grant_type=authorization_code", anyMethod
      path, "grant_type=authorization_code&client_id=", anyMethod
      path, "grant_type=authorization_code&client_secret=polar_cs_a", anyMethod
      path, "grant_type=authorization_code&" + someone, unknownClient
      path, "grant_type=authorization_code&client_id=polar_ci_a", unknownClient
      path + "?grant_type=authorization_code&client_id=polar_ci_a", "", unknownClient
      path, "grant_type=refresh_token", anyMethod
      path, "grant_type=refresh_token&" + someone, unknownClient
      path, "grant_type=web", secretMethods
      path, "grant_type=web&client_id=polar_ci_a", secretMethods
      path, "grant_type=web&" + someone, unknownClient ]

/// How a client may show who it is: what it registered, what it sends, and whether that will do.
let methods =
    [ "client_secret_post", "post", true
      "client_secret_post", "basic", false
      "client_secret_post", "none", false
      "client_secret_basic", "basic", true
      "client_secret_basic", "post", false
      "client_secret_basic", "none", false
      "none", "none", true
      "none", "post", false
      "none", "basic", false
      "none", "none with a secret", false
      "client_secret_post", "wrong post", false
      "client_secret_basic", "wrong basic", false ]

let isToken (prefix: string) (text: string) =
    text.StartsWith prefix && text.Length = prefix.Length + 43
