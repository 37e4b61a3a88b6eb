/// `polar-fake fixtures`: a file of calls with references between them.
module Polar.FakeServer.Tests.CommandLine.FixtureTests

open System
open System.IO
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.CommandLine.Tool

let private on (fake: FakePolar) (json: string) : Task<Outcome> =
    task {
        let file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.json")

        try
            do! File.WriteAllTextAsync(file, json)
            return! run [ "fixtures"; file; "--url"; string fake.Address ]
        finally
            File.Delete file
    }

let private shop =
    """{
  // Comments are welcome.
  "calls": [
    { "name": "book", "path": "/v1/products/", "body": { "name": "Book", "prices": [{ "amount_type": "fixed", "price_amount": 1900 }] } },
    { "name": "ada", "method": "POST", "path": "/v1/customers/", "body": { "email": "ada@acme.dev", "metadata": { "likes": "${book.name}, ${book.prices.0.price_amount}" } } },
    { "name": "session", "path": "/v1/checkouts/", "body": { "products": ["${book.id}"], "customer_id": "${ada.id}", "metadata": { "cents": "${book.prices.0.price_amount}" } } },
    { "path": "/v1/checkouts/client/${session.client_secret}/confirm", "body": { "confirmation_token_id": "tok_visa", "customer_billing_address": { "country": "SE" } } },
    { "name": "orders", "path": "/v1/orders/" },
    { "method": "PATCH", "path": "/v1/orders/${orders.items.0.id}", "body": { "billing_name": "Ada" } },
    { "path": "/_fake/clock", "body": { "advance": "P1D" } },
  ]
}"""

[<Tests>]
let tests =
    testList
        "polar-fake fixtures"
        [ testCaseTask "makes every call, with what earlier ones have answered" (fun () ->
              task {
                  use! fake = FakePolar.ListenAsync(0, Fake.options ())
                  let! outcome = on fake shop
                  Expect.equal (outcome.Code, outcome.Error) (0, "") outcome.Output
                  Expect.hasLength (lines outcome.Output) 7 "a line each"
                  let! customer = Buying.only "/v1/customers/" fake
                  Expect.equal (Json.text "metadata.likes" customer) "Book, 1900" "within a text"
                  let! checkout = Buying.only "/v1/checkouts/" fake
                  Expect.equal (Json.whole "metadata.cents" checkout) 1900L "the value itself"
                  let! order = Buying.only "/v1/orders/" fake
                  Expect.equal (Json.text "billing_name" order) "Ada" "a list's item"
                  Expect.equal fake.Clock.UtcNow (Fake.startTime.AddDays 1.) "calls to the fake itself too"
              })

          for json, expected in
              [ "no", "it is not JSON"
                """{"call":[]}""", "it is not an object with a list of \"calls\""
                """{"calls":[1]}""", "call 1 is no object"
                """{"calls":[{"path":"/v1/products/","token":"x"}]}""", "call 1 has a \"token\"; there are name, method, path, body"
                """{"calls":[{"path":"v1"}]}""", "call 1 has no \"path\" such as /v1/customers/"
                """{"calls":[{"path":"/v1/products/","body":[]}]}""", "call 1 has a \"body\" that is no object"
                """{"calls":[{"path":"/v1/products/${x.id}"}]}""",
                "Call 1, GET /v1/products/${x.id}: there is no call before it with the name \"x\""
                """{"calls":[{"name":"x","path":"/v1/products/"},{"path":"/v1/products/${x.items.3.id}"}]}""",
                "\"x.items.3.id\" leads nowhere"
                """{"calls":[{"path":"/v1/customers/","body":{"email":"x"}}]}""", "Call 1, POST /v1/customers/, was refused" ] do
              testCaseTask $"refuses {json}" (fun () ->
                  task {
                      use! fake = FakePolar.ListenAsync(0, Fake.options ())
                      let! outcome = on fake json
                      Expect.equal outcome.Code 2 outcome.Output
                      Expect.hasLength (lines outcome.Error) 1 outcome.Error
                      Expect.stringContains outcome.Error expected "why"
                  })

          testCaseTask "says when there is no such file" (fun () ->
              task {
                  use! fake = FakePolar.ListenAsync(0, Fake.options ())
                  let! outcome = run [ "fixtures"; "nowhere.json"; "--url"; string fake.Address ]
                  Expect.equal (outcome.Code, outcome.Error.Trim()) (2, "polar-fake: \"nowhere.json\" cannot be read.") "why"
              }) ]
