/// Visits to the page of a checkout.
module internal Polar.FakeServer.Tests.Pages.Checkout.CheckoutVisits

open System.Net
open System.Net.Http
open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let page (session: JsonNode) =
    $"""/checkout/{Json.text "client_secret" session}"""

let visit (path: string) (fake: FakePolar) = Http.anonymous "GET" path None fake

let submit (path: string) (fields: (string * string) list) (fake: FakePolar) =
    let request = new HttpRequestMessage(HttpMethod.Post, path)
    request.Content <- new FormUrlEncodedContent(dict fields)
    Http.raw fake request

let buyer =
    [ "customer_email", "ada@acme.dev"
      "customer_name", "Ada"
      "customer_billing_address.country", "FR" ]

let pay (card: string) (fields: (string * string) list) (session: JsonNode) (fake: FakePolar) =
    submit (page session) (("action", "pay") :: ("card", card) :: buyer @ fields) fake

let open' (members: string) (fake: FakePolar) =
    task {
        let! product = Buying.once (Buying.fixedPrice 1900) fake
        return! Buying.session product members fake
    }

let decoded (answer: Answer) =
    WebUtility.HtmlDecode answer.Text |> string

let contains (answer: Answer) (text: string) =
    Expect.stringContains (decoded answer) text "the page"

let location (answer: Answer) =
    Expect.equal answer.Status 303 answer.Text
    answer.Headers["location"]

let status (session: JsonNode) (fake: FakePolar) =
    task {
        let! answer = Http.get $"""/v1/checkouts/{Json.text "id" session}""" fake
        return Json.text "status" answer.Json
    }
