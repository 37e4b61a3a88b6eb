/// Refusals that are no issues of a body: their status, their name and their sentence, of those that are reachable.
module Polar.FakeServer.Tests.Refusals.RefusalTests

open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private refusal (status: int) (error: string) (detail: string) =
    status, $$"""{"error":"{{error}}","detail":"{{detail}}"}"""

let private alreadyCanceled =
    refusal 403 "AlreadyCanceledSubscription" "This subscription is already canceled or will be at the end of the period."

/// A subscription of a purchase.
let private subscribed (fake: FakePolar) : Task<string> =
    task {
        let! product = Given.monthly 1900L fake
        let! _ = Given.purchase product "ada@acme.dev" fake
        let! list = Http.get "/v1/subscriptions/" fake
        return "/v1/subscriptions/" + Json.text "items.0.id" list.Json
    }

let private cancel = """{"cancel_at_period_end":true}"""
let private uncancel = """{"cancel_at_period_end":false}"""
let private revoke = """{"revoke":true}"""

/// What was done to a subscription, what is asked then, and what that is told.
let private subscriptions =
    [ "canceled", [ cancel ], cancel, alreadyCanceled
      "running", [], uncancel, refusal 400 "BadRequest" "Bad request"
      "revoked", [ revoke ], revoke, alreadyCanceled
      "revoked", [ revoke ], cancel, alreadyCanceled
      "revoked", [ revoke ], uncancel, refusal 410 "ResourceUnavailable" "Unavailable" ]
    |> List.map (fun (state, before, asked, expected) ->
        testCaseTask $"a subscription that is {state} refuses {asked}" (fun () ->
            task {
                use! fake = Fake.start ()
                let! path = subscribed fake

                for body in before do
                    let! done' = Http.patch path body fake
                    Expect.equal done'.Status 200 done'.Text

                let! answer = Http.patch path asked fake
                Expect.equal (answer.Status, answer.Text) expected "refused"
            }))

let private payments =
    testCaseTask "an organization that may not take payments refuses a confirmation, but not one that costs nothing" (fun () ->
        task {
            use! fake = Fake.start ()

            let! founded =
                Http.anonymous "POST" "/_fake/organizations" (Some """{"slug":"denied","status":"denied"}""") fake

            let token = Json.text "access_token" founded.Json

            let post path body =
                Http.raw fake (Http.request "POST" path (Some token) (Some body))

            let confirm (cents: int) : Task<Answer> =
                task {
                    let! product =
                        post "/v1/products/" $$"""{"name":"Book","prices":[{"amount_type":"fixed","price_amount":{{cents}}}]}"""

                    let! session =
                        post "/v1/checkouts/" $$"""{"products":["{{Json.text "id" product.Json}}"],"customer_email":"ada@acme.dev"}"""

                    let secret = Json.text "client_secret" session.Json
                    return! Http.anonymous "POST" $"/v1/checkouts/client/{secret}/confirm" (Some Given.confirmation) fake
                }

            let! paid = confirm 500

            Expect.equal
                (paid.Status, paid.Text)
                (refusal 403 "PaymentNotReady" "Organization is not ready to accept payments")
                "there is something to pay"

            let! free = confirm 0
            Expect.equal free.Status 200 free.Text
        })

[<Tests>]
let tests =
    testList "refusals" [ testList "of subscriptions" subscriptions; payments ]
