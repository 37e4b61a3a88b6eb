/// A session that another call is at work on.
module Polar.FakeServer.Tests.Control.CheckoutHoldTests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Billing.Subscriptions

let private locked (answer: Answer) =
    Faults.domain answer 409 "CheckoutLocked" "Checkout is currently being processed. Please try again."

let private control (call: string) (session: JsonNode) (fake: FakePolar) : Task<Answer> =
    Http.anonymous "POST" $"""/_fake/checkouts/{Json.text "id" session}/{call}""" (Some "") fake

let private opened (fake: FakePolar) : Task<JsonNode> =
    task {
        let! product = Buying.once (Buying.fixedPrice 1000) fake
        return! Buying.session product "" fake
    }

[<Tests>]
let tests =
    testList
        "a session that another call is at work on"
        [ testCaseTask "is neither changed nor confirmed, and nobody is told, until that call is over" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! session = opened fake
                  let! held = control "hold" session fake
                  Expect.equal (held.Status, Json.flag "held" held.Json) (200, true) held.Text

                  let! _, types =
                      Events.during fake (fun () ->
                          task {
                              let! filled = Buying.fill """{"customer_name":"Ada"}""" session fake
                              locked filled
                              let! confirmed = Buying.confirm (Buying.french "ada@acme.dev") session fake
                              locked confirmed

                              let! changed =
                                  Http.patch $"""/v1/checkouts/{Json.text "id" session}""" """{"metadata":{"a":1}}""" fake

                              locked changed
                          })

                  Expect.isEmpty types "events"
                  let! seen = Http.anonymous "GET" (Buying.path session) None fake

                  Expect.equal
                      (Json.text "status" (Buying.succeeds seen), Json.isNull "customer_name" seen.Json)
                      ("open", true)
                      "looking is free"

                  let! released = control "release" session fake
                  Expect.equal (released.Status, Json.flag "held" released.Json) (200, false) released.Text
                  let! confirmed = Buying.confirm (Buying.french "ada@acme.dev") session fake
                  Expect.equal (Json.text "status" (Buying.succeeds confirmed)) "confirmed" "and goes on"
              })

          testCaseTask "says so before its time is looked at, and in-process as well" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! session = opened fake
                  let id = Guid.Parse(Json.text "id" session)
                  do! fake.Payments.HoldCheckoutAsync id
                  do! fake.Clock.AdvanceAsync "P2D"
                  let! answer = Buying.fill "{}" session fake
                  locked answer
                  do! fake.Payments.ReleaseCheckoutAsync id
                  let! answer = Buying.fill "{}" session fake
                  Faults.domain answer 410 "ExpiredCheckoutError" "This checkout session has expired."

                  let mutable refusal = ""

                  try
                      do! fake.Payments.HoldCheckoutAsync(Guid.Parse unknown)
                  with :? ArgumentException as wrong ->
                      refusal <- wrong.Message

                  Expect.equal refusal $"There is no checkout {unknown}." "no such session"
              }) ]
