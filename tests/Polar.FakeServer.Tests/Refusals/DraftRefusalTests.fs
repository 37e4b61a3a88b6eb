/// A draft of an order that may not be charged stays a draft: nothing of it happens, and nobody is told.
module Polar.FakeServer.Tests.Refusals.DraftRefusalTests

open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Billing.Subscriptions

/// The draft of an order for somebody with a card.
let private draft (fake: FakePolar) : Task<JsonNode> =
    task {
        do! Subscribing.organization """{"feature_settings":{"off_session_charges_enabled":true}}""" fake
        let! pro = Subscribing.monthly "Pro" 1000 fake
        let! _ = Subscribing.bought pro fake
        let! book = Buying.once (Buying.fixedPrice 1000) fake
        let! customer = Buying.only "/v1/customers/" fake

        return!
            Given.create
                "/v1/orders/"
                $"""{{"product_id":"{book}","customer_id":"{Json.text "id" customer}","amount":500,"description":"More"}}"""
                fake
    }

let private refused (sentence: string) (change: string) (status: int, error: string, detail: FakePolar -> string) =
    testCaseTask sentence (fun () ->
        task {
            use! fake = Fake.start ()
            let! draft = draft fake
            let id = Json.text "id" draft
            do! Subscribing.organization change fake

            let! answer, told =
                Events.during fake (fun () -> Http.post $"/v1/orders/{id}/finalize" "" fake)

            Refusal.domain status error (detail fake) answer
            Expect.isEmpty told "nobody is told"
            let! after = Http.get $"/v1/orders/{id}" fake
            Expect.equal (after.Json.ToJsonString()) (draft.ToJsonString()) "as it was"
            let! payments = Http.get $"/v1/payments/?order_id={id}" fake
            Expect.isEmpty (Json.items "items" payments.Json) "nothing was charged"
        })

[<Tests>]
let tests =
    testList
        "a draft that may not be charged"
        [ refused
              "is of an organization that may not charge cards on file any more"
              """{"feature_settings":{"off_session_charges_enabled":false}}"""
              (403,
               "OffSessionChargesNotEnabled",
               fun fake ->
                   $"Off-session charges are not enabled for this organization ({fake.Organization.Id}). Contact Polar support to opt in.")

          refused
              "is of an organization that may not be paid"
              """{"status":"denied"}"""
              (403,
               "OrganizationNotReadyForPayments",
               fun fake ->
                   $"This organization ({fake.Organization.Id}) can't accept payments yet. Its account may be pending onboarding or under review.") ]
